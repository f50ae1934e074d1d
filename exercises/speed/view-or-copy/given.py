theta = np.arange(9.0)
W = theta[:6].reshape(2, 3)
print(W)
