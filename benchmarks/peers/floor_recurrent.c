/* Recurrent networks as a compiler sees them, in the way of floor.c: all sequences in each step.

   x (n, T, D) and y (n, T, C); a sequence goes forward through its time and back before the next
   one comes. The blocks of theta are nnlib's: rows of [W_x | b | W_h], then those of [b_y | W_hy]. */

#include <string.h>
#include "answer.h"

enum { ROW = D + 1 + H, MIDDLE = 1 + H };

/* W_x x + b + W_h h of `rows` units, from the transpose of [W_x | b | W_h]: side by side in memory,
   several units are computed at once, each by the same sum in the same order. */
static inline void weighted(int rows, const double *wt, const double *x, const double *h, double *z)
{
    for (int r = 0; r < rows; r++) z[r] = wt[D * rows + r];
    for (int d = 0; d < D; d++)
        for (int r = 0; r < rows; r++) z[r] += wt[d * rows + r] * x[d];
    for (int k = 0; k < H; k++)
        for (int r = 0; r < rows; r++) z[r] += wt[(D + 1 + k) * rows + r] * h[k];
}

static inline void transpose(int rows, const double *w, double *wt)
{
    for (int r = 0; r < rows; r++)
        for (int k = 0; k < ROW; k++) wt[k * rows + r] = w[r * ROW + k];
}

/* What δ of one unit adds to the gradient of its row, and to ∂C/∂h of the step before. */
static inline void back(double delta, const double *w, const double *x, const double *h, double *g,
                        double *carried)
{
    for (int d = 0; d < D; d++) g[d] += delta * x[d];
    g[D] += delta;
    for (int k = 0; k < H; k++) g[D + 1 + k] += delta * h[k];
    for (int k = 0; k < H; k++) carried[k] += w[D + 1 + k] * delta;
}

/* The answer to one step, its loss, and δ of the outputs. */
static inline double read(const double *w, const double *h, const double *y, double *delta,
                          double share)
{
    double z[C];
    for (int c = 0; c < C; c++) {
        z[c] = w[c * MIDDLE];
        for (int j = 0; j < H; j++) z[c] += w[c * MIDDLE + 1 + j] * h[j];
    }
    return answer(z, y, delta, share);
}

/* The same on the way back: the gradient of the readout, and ∂C/∂h by way of the answer. */
static inline void read_back(const double *w, const double *h, const double *delta, double *g,
                             double *dh)
{
    for (int c = 0; c < C; c++) {
        g[c * MIDDLE] += delta[c];
        for (int j = 0; j < H; j++) g[c * MIDDLE + 1 + j] += delta[c] * h[j];
        for (int j = 0; j < H; j++) dh[j] += w[c * MIDDLE + 1 + j] * delta[c];
    }
}

void rnn(const double *x, const double *y, int n, double *theta, double eta, int epochs,
         double *loss, int T)
{
    enum { P = H * ROW + C * MIDDLE };
    double *out = theta + H * ROW, share = SHARE / (n * T);
    for (int epoch = 0; epoch < epochs; epoch++) {
        double grad[P] = {0}, wt[H * ROW], sum = 0;
        transpose(H, theta, wt);
        for (int i = 0; i < n; i++) {
            const double *in = x + i * T * D, *target = y + i * T * C;
            double h[T + 1][H], delta_y[T][C], dh[H] = {0};
            memset(h[0], 0, sizeof h[0]);
            for (int t = 0; t < T; t++) {
                double z[H];
                weighted(H, wt, in + t * D, h[t], z);
                for (int j = 0; j < H; j++) h[t + 1][j] = hidden(z[j]);
                sum += read(out, h[t + 1], target + t * C, delta_y[t], share);
            }
            for (int t = T - 1; t >= 0; t--) {
                double delta[H];
                read_back(out, h[t + 1], delta_y[t], grad + H * ROW, dh);
                for (int j = 0; j < H; j++) delta[j] = dh[j] * slope(h[t + 1][j]);
                memset(dh, 0, sizeof dh);
                for (int j = 0; j < H; j++)
                    back(delta[j], theta + j * ROW, in + t * D, h[t], grad + j * ROW, dh);
            }
        }
        for (int p = 0; p < P; p++) theta[p] -= eta * grad[p];
        loss[epoch] = sum * share;
    }
}

/* The rows of i come first, then those of f, o and g. */
void lstm(const double *x, const double *y, int n, double *theta, double eta, int epochs,
          double *loss, int T)
{
    enum { P = 4 * H * ROW + C * MIDDLE };
    double *out = theta + 4 * H * ROW, share = SHARE / (n * T);
    for (int epoch = 0; epoch < epochs; epoch++) {
        double grad[P] = {0}, wt[4 * H * ROW], sum = 0;
        transpose(4 * H, theta, wt);
        for (int s = 0; s < n; s++) {
            const double *in = x + s * T * D, *target = y + s * T * C;
            double h[T + 1][H], c[T + 1][H], four[T][4 * H], tanh_c[T][H], delta_y[T][C];
            double dh[H] = {0}, along_c[H] = {0};
            memset(h[0], 0, sizeof h[0]);
            memset(c[0], 0, sizeof c[0]);
            for (int t = 0; t < T; t++) {
                double *i = four[t], *f = i + H, *o = f + H, *g = o + H;
                weighted(4 * H, wt, in + t * D, h[t], i);
                for (int r = 0; r < 3 * H; r++) i[r] = sigmoid(i[r]);
                for (int j = 0; j < H; j++) g[j] = tanh(g[j]);
                for (int j = 0; j < H; j++) {
                    c[t + 1][j] = f[j] * c[t][j] + i[j] * g[j];
                    tanh_c[t][j] = tanh(c[t + 1][j]);
                    h[t + 1][j] = o[j] * tanh_c[t][j];
                }
                sum += read(out, h[t + 1], target + t * C, delta_y[t], share);
            }
            for (int t = T - 1; t >= 0; t--) {
                const double *i = four[t], *f = i + H, *o = f + H, *g = o + H;
                double delta[4 * H];
                read_back(out, h[t + 1], delta_y[t], grad + 4 * H * ROW, dh);
                for (int j = 0; j < H; j++) {
                    double th = tanh_c[t][j], dc = dh[j] * o[j] * (1.0 - th * th) + along_c[j];
                    delta[j] = dc * g[j] * i[j] * (1.0 - i[j]);
                    delta[H + j] = dc * c[t][j] * f[j] * (1.0 - f[j]);
                    delta[2 * H + j] = dh[j] * th * o[j] * (1.0 - o[j]);
                    delta[3 * H + j] = dc * i[j] * (1.0 - g[j] * g[j]);
                    along_c[j] = f[j] * dc;
                }
                memset(dh, 0, sizeof dh);
                for (int r = 0; r < 4 * H; r++)
                    back(delta[r], theta + r * ROW, in + t * D, h[t], grad + r * ROW, dh);
            }
        }
        for (int p = 0; p < P; p++) theta[p] -= eta * grad[p];
        loss[epoch] = sum * share;
    }
}
