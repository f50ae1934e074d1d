/* What all floors share: units, and the end of a network, where the loss is. */

#include <math.h>

#if SOFTMAX /* the mean over the examples, of the cross-entropy */
#define SHARE 1.0
#else /* the mean over all numbers, of the squared error */
#define SHARE (1.0 / C)
#endif

static inline double sigmoid(double z) { return 1.0 / (1.0 + exp(-z)); }

static inline double hidden(double z) { return TANH ? tanh(z) : sigmoid(z); }

static inline double slope(double a) { return TANH ? 1.0 - a * a : a * (1.0 - a); }

/* Return an example's loss, not yet averaged, for z (C); fill delta, its share in it already. */
static inline double answer(const double *z, const double *y, double *delta, double share)
{
    double loss = 0;
#if SOFTMAX
    double top = z[0], sum = 0;
    for (int c = 1; c < C; c++) top = z[c] > top ? z[c] : top;
    for (int c = 0; c < C; c++) sum += delta[c] = exp(z[c] - top);
    double log_sum = log(sum);
    for (int c = 0; c < C; c++) {
        loss -= y[c] * (z[c] - top - log_sum);
        delta[c] = share * (delta[c] / sum - y[c]);
    }
#else
    for (int c = 0; c < C; c++) {
        double a = sigmoid(z[c]), error = a - y[c];
        loss += error * error;
        delta[c] = 2.0 * share * error * a * (1.0 - a);
    }
#endif
    return loss;
}
