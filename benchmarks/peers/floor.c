/* Training as a compiler sees it: no interpreter, no array made in a step, no call but exp and log.

   The sizes D, H, C are known when this is compiled (compiled.py has them from the model), and so
   is whether hidden units are tanh (TANH) and the outputs a softmax (SOFTMAX). Each example goes
   forward and back before the next one comes. theta has the order of nnlib's: for each unit its
   bias, then its weights. x (n, D) and y (n, C) lie in rows. Every function changes theta and fills
   loss with one number an epoch, the mean of its examples' losses, each before its step. */

#include "answer.h"

/* A D-H-C network; an epoch visits the examples as its row of order says, `size` to a step. */
void two_layers(const double *x, const double *y, int n, double *theta, double eta, int epochs,
                double *loss, int size, const int *order, int stride)
{
    enum { IN = 1 + D, MIDDLE = 1 + H, P = H * IN + C * MIDDLE };
    double *first = theta, *second = theta + H * IN;
    for (int epoch = 0; epoch < epochs; epoch++, order += stride) {
        loss[epoch] = 0;
        for (int begin = 0; begin < n; begin += size) {
            int end = begin + size < n ? begin + size : n;
            double grad[P] = {0}, *grad2 = grad + H * IN, share = SHARE / (end - begin);
            for (int i = begin; i < end; i++) {
                const double *in = x + order[i] * D;
                double a1[H], z2[C], delta2[C];
                for (int h = 0; h < H; h++) {
                    const double *w = first + h * IN;
                    double z = w[0];
                    for (int d = 0; d < D; d++) z += w[1 + d] * in[d];
                    a1[h] = hidden(z);
                }
                for (int c = 0; c < C; c++) {
                    const double *w = second + c * MIDDLE;
                    z2[c] = w[0];
                    for (int h = 0; h < H; h++) z2[c] += w[1 + h] * a1[h];
                }
                loss[epoch] += answer(z2, y + order[i] * C, delta2, share);
                for (int c = 0; c < C; c++) {
                    double *g = grad2 + c * MIDDLE;
                    g[0] += delta2[c];
                    for (int h = 0; h < H; h++) g[1 + h] += delta2[c] * a1[h];
                }
                for (int h = 0; h < H; h++) {
                    double back = 0, *g = grad + h * IN;
                    for (int c = 0; c < C; c++) back += second[c * MIDDLE + 1 + h] * delta2[c];
                    double delta1 = back * slope(a1[h]);
                    g[0] += delta1;
                    for (int d = 0; d < D; d++) g[1 + d] += delta1 * in[d];
                }
            }
            for (int p = 0; p < P; p++) theta[p] -= eta * grad[p];
        }
        loss[epoch] *= SHARE / n;
    }
}

/* One neuron with D inputs, in the same way; all examples in a step. */
void neuron(const double *x, const double *y, int n, double *theta, double eta, int epochs,
            double *loss)
{
    for (int epoch = 0; epoch < epochs; epoch++) {
        double grad[1 + D] = {0}, sum = 0, delta;
        for (int i = 0; i < n; i++) {
            double z = theta[0];
            for (int d = 0; d < D; d++) z += theta[1 + d] * x[i * D + d];
            sum += answer(&z, y + i, &delta, 1.0 / n);
            grad[0] += delta;
            for (int d = 0; d < D; d++) grad[1 + d] += delta * x[i * D + d];
        }
        for (int p = 0; p < 1 + D; p++) theta[p] -= eta * grad[p];
        loss[epoch] = sum / n;
    }
}
