def stopped(losses, patience):
    ### BEGIN SOLUTION
    best, lowest = 0, np.inf
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = epoch, loss
        elif epoch - best == patience:
            return best, epoch + 1
    return best, len(losses)
    ### END SOLUTION
