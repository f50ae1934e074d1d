def delta_step(delta_y, delta_next, h, W_hy, W_hh):
    ### BEGIN SOLUTION
    from_output = W_hy.T @ delta_y
    from_later = W_hh.T @ delta_next
    return (from_output + from_later) * (1 - h**2)
    ### END SOLUTION
