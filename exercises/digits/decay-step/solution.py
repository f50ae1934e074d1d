def decayed(W, b, dW, db, eta, lam):
    ### BEGIN SOLUTION
    return W - eta * (dW + lam * W), b - eta * db
    ### END SOLUTION
