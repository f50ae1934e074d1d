def forward(W1, b1, W2, b2, X):
    ### BEGIN SOLUTION
    a1 = sigmoid(W1 @ X.T + b1[:, None])
    a2 = sigmoid(W2 @ a1 + b2[:, None])
    return a2.T
    ### END SOLUTION
