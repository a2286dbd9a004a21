"""What Keras 3.15.1 tells of its activations, initializers, regularizers, constraints.

Written by `make generate`; not to be edited. Each entry: name, summary,
other names, arguments as (name,) or (name, default).
"""

# fmt: off

from rnnspec.catalog.rows import Entry

ACTIVATIONS: dict[str, Entry] = {
    'celu': ( 'Continuously Differentiable Exponential Linear Unit.', (),
      ()),
    'elu': ( 'Exponential Linear Unit.', (),
      ()),
    'exponential': ( 'Exponential activation function.', (),
      ()),
    'gelu': ( 'Gaussian error linear unit (GELU) activation function.', (),
      ()),
    'hard_shrink': ( 'Hard Shrink activation function.', (),
      ()),
    'hard_sigmoid': ( 'Hard sigmoid activation function.', (),
      ()),
    'hard_silu': ( 'Hard SiLU activation function, also known as Hard Swish.', ('hard_swish',),
      ()),
    'hard_tanh': ( 'HardTanh activation function.', (),
      ()),
    'leaky_relu': ( 'Leaky relu activation function.', (),
      ()),
    'linear': ( 'Linear activation function (pass-through).', (),
      ()),
    'log_sigmoid': ( 'Logarithm of the sigmoid activation function.', (),
      ()),
    'log_softmax': ( 'Log-Softmax activation function.', (),
      ()),
    'mish': ( 'Mish activation function.', (),
      ()),
    'relu': ( 'Applies the rectified linear unit activation function.', (),
      ()),
    'relu6': ( 'Relu6 activation function.', (),
      ()),
    'selu': ( 'Scaled Exponential Linear Unit (SELU).', (),
      ()),
    'sigmoid': ( 'Sigmoid activation function.', (),
      ()),
    'silu': ( 'Swish (or Silu) activation function.', ('swish',),
      ()),
    'soft_shrink': ( 'Soft Shrink activation function.', (),
      ()),
    'softmax': ( 'Softmax converts a vector of values to a probability distribution.', (),
      ()),
    'softplus': ( 'Softplus activation function.', (),
      ()),
    'softsign': ( 'Softsign activation function.', (),
      ()),
    'sparse_plus': ( 'SparsePlus activation function.', (),
      ()),
    'sparse_sigmoid': ( 'Sparse sigmoid activation function.', (),
      ()),
    'sparsemax': ( 'Sparsemax activation function.', (),
      ()),
    'squareplus': ( 'Squareplus activation function.', (),
      ()),
    'tanh': ( 'Hyperbolic tangent activation function.', (),
      ()),
    'tanh_shrink': ( 'Tanh shrink activation function.', (),
      ()),
}

INITIALIZERS: dict[str, Entry] = {
    'Constant': ( 'Initializer that generates tensors with constant values.', ('constant',),
      (
        ('value', 0.0),
      )),
    'GlorotNormal': ( 'The Glorot normal initializer, also called Xavier normal initializer.',
    ('glorot_normal',),
      (
        ('seed', None), ('input_axes', None), ('output_axes', None),
      )),
    'GlorotUniform': ( 'The Glorot uniform initializer, also called Xavier uniform initializer.',
    ('glorot_uniform',),
      (
        ('seed', None), ('input_axes', None), ('output_axes', None),
      )),
    'HeNormal': ( 'He normal initializer.', ('he_normal',),
      (
        ('seed', None), ('input_axes', None), ('output_axes', None),
      )),
    'HeUniform': ( 'He uniform variance scaling initializer.', ('he_uniform',),
      (
        ('seed', None), ('input_axes', None), ('output_axes', None),
      )),
    'Identity': ( 'Initializer that generates the identity matrix.',
    ('IdentityInitializer', 'identity'),
      (
        ('gain', 1.0),
      )),
    'LecunNormal': ( 'Lecun normal initializer.', ('lecun_normal',),
      (
        ('seed', None), ('input_axes', None), ('output_axes', None),
      )),
    'LecunUniform': ( 'Lecun uniform initializer.', ('lecun_uniform',),
      (
        ('seed', None), ('input_axes', None), ('output_axes', None),
      )),
    'Ones': ( 'Initializer that generates tensors initialized to 1.', ('ones',),
      ()),
    'Orthogonal': ( 'Initializer that generates an orthogonal matrix.',
    ('OrthogonalInitializer', 'orthogonal'),
      (
        ('gain', 1.0), ('seed', None),
      )),
    'RandomNormal': ( 'Random normal initializer.', ('random_normal',),
      (
        ('mean', 0.0), ('stddev', 0.05), ('seed', None),
      )),
    'RandomUniform': ( 'Random uniform initializer.', ('random_uniform',),
      (
        ('minval', -0.05), ('maxval', 0.05), ('seed', None),
      )),
    'TruncatedNormal': ( 'Initializer that generates a truncated normal distribution.',
    ('truncated_normal',),
      (
        ('mean', 0.0), ('stddev', 0.05), ('seed', None),
      )),
    'VarianceScaling': ( 'Initializer that adapts its scale to the shape of its input tensors.',
    ('variance_scaling',),
      (
        ('scale', 1.0), ('mode', 'fan_in'), ('distribution', 'truncated_normal'), ('seed', None),
        ('input_axes', None), ('output_axes', None),
      )),
    'Zeros': ( 'Initializer that generates tensors initialized to 0.', ('zeros',),
      ()),
}

REGULARIZERS: dict[str, Entry] = {
    'L1': ( 'A regularizer that applies a L1 regularization penalty.', ('l1',),
      (
        ('l1', 0.01),
      )),
    'L1L2': ( 'A regularizer that applies both L1 and L2 regularization penalties.', ('l1_l2',),
      (
        ('l1', 0.0), ('l2', 0.0),
      )),
    'L2': ( 'A regularizer that applies a L2 regularization penalty.', ('l2',),
      (
        ('l2', 0.01),
      )),
    'OrthogonalRegularizer': (
    'Regularizer that encourages input vectors to be orthogonal to each other.',
    ('orthogonal_regularizer',),
      (
        ('factor', 0.01), ('mode', 'rows'),
      )),
}

CONSTRAINTS: dict[str, Entry] = {
    'MaxNorm': ( 'MaxNorm weight constraint.', ('max_norm',),
      (
        ('max_value', 2), ('axis', 0),
      )),
    'MinMaxNorm': ( 'MinMaxNorm weight constraint.', ('min_max_norm',),
      (
        ('min_value', 0.0), ('max_value', 1.0), ('rate', 1.0), ('axis', 0),
      )),
    'NonNeg': ( 'Constrains the weights to be non-negative.', ('non_neg',),
      ()),
    'UnitNorm': ( 'Constrains the weights incident to each hidden unit to have unit norm.',
    ('unit_norm',),
      (
        ('axis', 0),
      )),
}
