"""The peers that several workloads meet, each in a module that imports its own package alone."""
