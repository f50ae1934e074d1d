/* The steps of two workloads as a compiler sees them: sizes known, no array made, no call but exp.
   theta has the order of nnlib's: for each unit its bias, then its weights. */

#include <math.h>

enum { D = 2, H = 3 };

static double sigmoid(double z) { return 1.0 / (1.0 + exp(-z)); }

/* A D-H-1 network; returns nothing, changes theta, fills loss with one number a step. */
void two_layers(const double *x, const double *y, int n, double *theta, double eta, int steps,
                double *loss)
{
    double *first = theta, *second = theta + H * (1 + D);
    for (int step = 0; step < steps; step++) {
        double grad[H * (1 + D) + 1 + H] = {0}, *grad2 = grad + H * (1 + D), sum = 0;
        for (int i = 0; i < n; i++) {
            double a1[H], z2 = second[0];
            for (int h = 0; h < H; h++) {
                const double *w = first + h * (1 + D);
                double z = w[0];
                for (int d = 0; d < D; d++) z += w[1 + d] * x[i * D + d];
                a1[h] = sigmoid(z);
                z2 += second[1 + h] * a1[h];
            }
            double a2 = sigmoid(z2), error = a2 - y[i];
            double delta2 = 2.0 / n * error * a2 * (1.0 - a2);
            sum += error * error;
            grad2[0] += delta2;
            for (int h = 0; h < H; h++) {
                double delta1 = delta2 * second[1 + h] * a1[h] * (1.0 - a1[h]);
                double *g = grad + h * (1 + D);
                grad2[1 + h] += delta2 * a1[h];
                g[0] += delta1;
                for (int d = 0; d < D; d++) g[1 + d] += delta1 * x[i * D + d];
            }
        }
        for (int p = 0; p < H * (1 + D) + 1 + H; p++) theta[p] -= eta * grad[p];
        loss[step] = sum / n;
    }
}

/* One neuron with D inputs, in the same way. */
void neuron(const double *x, const double *y, int n, double *theta, double eta, int steps,
            double *loss)
{
    for (int step = 0; step < steps; step++) {
        double grad[1 + D] = {0}, sum = 0;
        for (int i = 0; i < n; i++) {
            double z = theta[0];
            for (int d = 0; d < D; d++) z += theta[1 + d] * x[i * D + d];
            double a = sigmoid(z), error = a - y[i], delta = 2.0 / n * error * a * (1.0 - a);
            sum += error * error;
            grad[0] += delta;
            for (int d = 0; d < D; d++) grad[1 + d] += delta * x[i * D + d];
        }
        for (int p = 0; p < 1 + D; p++) theta[p] -= eta * grad[p];
        loss[step] = sum / n;
    }
}
