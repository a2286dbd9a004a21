"""What Keras 3.15.1 tells of its layers.

Written by `make generate`; not to be edited. Each entry: name, summary,
other names, arguments as (name,) or (name, default).
"""

# fmt: off

from rnnspec.catalog.rows import Entry

LAYERS: dict[str, Entry] = {
    'Activation': ( 'Applies an activation function to an output.', (),
      (
        ('activation',),
      )),
    'ActivityRegularization': (
    'Layer that applies an update to the cost function based input activity.', (),
      (
        ('l1', 0.0), ('l2', 0.0),
      )),
    'AdaptiveAveragePooling1D': (
    'Adaptive average pooling operation for 1D temporal or spatial data.', (),
      (
        ('output_size',), ('data_format', None),
      )),
    'AdaptiveAveragePooling2D': ( 'Adaptive average pooling operation for 2D spatial data.', (),
      (
        ('output_size',), ('data_format', None),
      )),
    'AdditiveAttention': ( 'Additive attention layer, a.k.a. Bahdanau-style attention.', (),
      (
        ('use_scale', True), ('dropout', 0.0),
      )),
    'AlphaDropout': ( 'Applies Alpha Dropout to the input.', (),
      (
        ('rate',), ('noise_shape', None), ('seed', None),
      )),
    'Attention': ( 'Dot-product attention layer, a.k.a. Luong-style attention.', (),
      (
        ('use_scale', False), ('score_mode', 'dot'), ('dropout', 0.0), ('seed', None),
      )),
    'AveragePooling1D': ( 'Average pooling for temporal data.', ('AvgPool1D',),
      (
        ('pool_size',), ('strides', None), ('padding', 'valid'), ('data_format', None),
        ('name', None),
      )),
    'AveragePooling2D': ( 'Average pooling operation for 2D spatial data.', ('AvgPool2D',),
      (
        ('pool_size',), ('strides', None), ('padding', 'valid'), ('data_format', None),
        ('name', None),
      )),
    'BatchNormalization': ( 'Layer that normalizes its inputs.', (),
      (
        ('axis', -1), ('momentum', 0.99), ('epsilon', 0.001), ('center', True), ('scale', True),
        ('beta_initializer', 'zeros'), ('gamma_initializer', 'ones'),
        ('moving_mean_initializer', 'zeros'), ('moving_variance_initializer', 'ones'),
        ('beta_regularizer', None), ('gamma_regularizer', None), ('beta_constraint', None),
        ('gamma_constraint', None), ('renorm', False), ('renorm_clipping', None),
        ('renorm_momentum', 0.99), ('synchronized', False),
      )),
    'Bidirectional': ( 'Bidirectional wrapper for RNNs.', (),
      (
        ('layer',), ('merge_mode', 'concat'), ('weights', None), ('backward_layer', None),
      )),
    'Conv1D': ( '1D convolution layer (e.g. temporal convolution).', ('Convolution1D',),
      (
        ('filters',), ('kernel_size',), ('strides', 1), ('padding', 'valid'), ('data_format', None),
        ('dilation_rate', 1), ('groups', 1), ('activation', None), ('use_bias', True),
        ('kernel_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('kernel_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('bias_constraint', None),
      )),
    'Conv1DTranspose': ( '1D transposed convolution layer.', ('Convolution1DTranspose',),
      (
        ('filters',), ('kernel_size',), ('strides', 1), ('padding', 'valid'),
        ('output_padding', None), ('data_format', None), ('dilation_rate', 1), ('activation', None),
        ('use_bias', True), ('kernel_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('kernel_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('bias_constraint', None),
      )),
    'Conv2D': ( '2D convolution layer.', ('Convolution2D',),
      (
        ('filters',), ('kernel_size',), ('strides', (1, 1)), ('padding', 'valid'),
        ('data_format', None), ('dilation_rate', (1, 1)), ('groups', 1), ('activation', None),
        ('use_bias', True), ('kernel_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('kernel_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('bias_constraint', None),
      )),
    'Conv2DTranspose': ( '2D transposed convolution layer.', ('Convolution2DTranspose',),
      (
        ('filters',), ('kernel_size',), ('strides', (1, 1)), ('padding', 'valid'),
        ('output_padding', None), ('data_format', None), ('dilation_rate', (1, 1)),
        ('activation', None), ('use_bias', True), ('kernel_initializer', 'glorot_uniform'),
        ('bias_initializer', 'zeros'), ('kernel_regularizer', None), ('bias_regularizer', None),
        ('activity_regularizer', None), ('kernel_constraint', None), ('bias_constraint', None),
      )),
    'ConvLSTM1D': ( '1D Convolutional LSTM.', (),
      (
        ('filters',), ('kernel_size',), ('strides', 1), ('padding', 'valid'), ('data_format', None),
        ('dilation_rate', 1), ('activation', 'tanh'), ('recurrent_activation', 'sigmoid'),
        ('use_bias', True), ('kernel_initializer', 'glorot_uniform'),
        ('recurrent_initializer', 'orthogonal'), ('bias_initializer', 'zeros'),
        ('unit_forget_bias', True), ('kernel_regularizer', None), ('recurrent_regularizer', None),
        ('bias_regularizer', None), ('activity_regularizer', None), ('kernel_constraint', None),
        ('recurrent_constraint', None), ('bias_constraint', None), ('dropout', 0.0),
        ('recurrent_dropout', 0.0), ('seed', None), ('return_sequences', False),
        ('return_state', False), ('go_backwards', False), ('stateful', False),
      )),
    'Cropping1D': ( 'Cropping layer for 1D input (e.g. temporal sequence).', (),
      (
        ('cropping', (1, 1)),
      )),
    'Cropping2D': ( 'Cropping layer for 2D input (e.g. picture).', (),
      (
        ('cropping', ((0, 0), (0, 0))), ('data_format', None),
      )),
    'Dense': ( 'Just your regular densely-connected NN layer.', (),
      (
        ('units',), ('activation', None), ('use_bias', True),
        ('kernel_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('kernel_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('bias_constraint', None), ('lora_rank', None),
        ('lora_alpha', None), ('quantization_config', None),
      )),
    'DepthwiseConv1D': ( '1D depthwise convolution layer.', (),
      (
        ('kernel_size',), ('strides', 1), ('padding', 'valid'), ('depth_multiplier', 1),
        ('data_format', None), ('dilation_rate', 1), ('activation', None), ('use_bias', True),
        ('depthwise_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('depthwise_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('depthwise_constraint', None), ('bias_constraint', None),
      )),
    'DepthwiseConv2D': ( '2D depthwise convolution layer.', (),
      (
        ('kernel_size',), ('strides', (1, 1)), ('padding', 'valid'), ('depth_multiplier', 1),
        ('data_format', None), ('dilation_rate', (1, 1)), ('activation', None), ('use_bias', True),
        ('depthwise_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('depthwise_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('depthwise_constraint', None), ('bias_constraint', None),
      )),
    'Dropout': ( 'Applies dropout to the input.', (),
      (
        ('rate',), ('noise_shape', None), ('seed', None),
      )),
    'ELU': ( 'Applies an Exponential Linear Unit function to an output.', (),
      (
        ('alpha', 1.0),
      )),
    'Embedding': ( 'Turns nonnegative integers (indexes) into dense vectors of fixed size.', (),
      (
        ('input_dim',), ('output_dim',), ('embeddings_initializer', 'uniform'),
        ('embeddings_regularizer', None), ('embeddings_constraint', None), ('mask_zero', False),
        ('weights', None), ('lora_rank', None), ('lora_alpha', None), ('quantization_config', None),
      )),
    'Flatten': ( 'Flattens the input. Does not affect the batch size.', (),
      (
        ('data_format', None),
      )),
    'GRU': ( 'Gated Recurrent Unit - Cho et al. 2014.', (),
      (
        ('units',), ('activation', 'tanh'), ('recurrent_activation', 'sigmoid'), ('use_bias', True),
        ('kernel_initializer', 'glorot_uniform'), ('recurrent_initializer', 'orthogonal'),
        ('bias_initializer', 'zeros'), ('kernel_regularizer', None),
        ('recurrent_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('recurrent_constraint', None), ('bias_constraint', None),
        ('dropout', 0.0), ('recurrent_dropout', 0.0), ('seed', None), ('return_sequences', False),
        ('return_state', False), ('go_backwards', False), ('stateful', False), ('unroll', False),
        ('reset_after', True), ('use_cudnn', 'auto'),
      )),
    'GaussianDropout': ( 'Apply multiplicative 1-centered Gaussian noise.', (),
      (
        ('rate',), ('seed', None),
      )),
    'GaussianNoise': ( 'Apply additive zero-centered Gaussian noise.', (),
      (
        ('stddev',), ('seed', None),
      )),
    'GlobalAveragePooling1D': ( 'Global average pooling operation for temporal data.',
    ('GlobalAvgPool1D',),
      (
        ('data_format', None), ('keepdims', False),
      )),
    'GlobalAveragePooling2D': ( 'Global average pooling operation for 2D data.',
    ('GlobalAvgPool2D',),
      (
        ('data_format', None), ('keepdims', False),
      )),
    'GlobalMaxPooling1D': ( 'Global max pooling operation for temporal data.', ('GlobalMaxPool1D',),
      (
        ('data_format', None), ('keepdims', False),
      )),
    'GlobalMaxPooling2D': ( 'Global max pooling operation for 2D data.', ('GlobalMaxPool2D',),
      (
        ('data_format', None), ('keepdims', False),
      )),
    'GroupNormalization': ( 'Group normalization layer.', (),
      (
        ('groups', 32), ('axis', -1), ('epsilon', 0.001), ('center', True), ('scale', True),
        ('beta_initializer', 'zeros'), ('gamma_initializer', 'ones'), ('beta_regularizer', None),
        ('gamma_regularizer', None), ('beta_constraint', None), ('gamma_constraint', None),
      )),
    'GroupQueryAttention': ( 'Grouped Query Attention layer.', (),
      (
        ('head_dim',), ('num_query_heads',), ('num_key_value_heads',), ('dropout', 0.0),
        ('use_bias', True), ('sliding_window', None), ('flash_attention', None),
        ('kernel_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('kernel_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('bias_constraint', None), ('use_gate', False), ('seed', None),
      )),
    'Identity': ( 'Identity layer.', (),
      ()),
    'LSTM': ( 'Long Short-Term Memory layer - Hochreiter 1997.', (),
      (
        ('units',), ('activation', 'tanh'), ('recurrent_activation', 'sigmoid'), ('use_bias', True),
        ('kernel_initializer', 'glorot_uniform'), ('recurrent_initializer', 'orthogonal'),
        ('bias_initializer', 'zeros'), ('unit_forget_bias', True), ('kernel_regularizer', None),
        ('recurrent_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('recurrent_constraint', None), ('bias_constraint', None),
        ('dropout', 0.0), ('recurrent_dropout', 0.0), ('seed', None), ('return_sequences', False),
        ('return_state', False), ('go_backwards', False), ('stateful', False), ('unroll', False),
        ('use_cudnn', 'auto'),
      )),
    'LayerNormalization': ( 'Layer normalization layer (Ba et al., 2016).', (),
      (
        ('axis', -1), ('epsilon', 0.001), ('center', True), ('scale', True),
        ('beta_initializer', 'zeros'), ('gamma_initializer', 'ones'), ('beta_regularizer', None),
        ('gamma_regularizer', None), ('beta_constraint', None), ('gamma_constraint', None),
      )),
    'LeakyReLU': ( 'Leaky version of a Rectified Linear Unit activation layer.', (),
      (
        ('negative_slope', 0.3),
      )),
    'Masking': ( 'Masks a sequence by using a mask value to skip timesteps.', (),
      (
        ('mask_value', 0.0),
      )),
    'MaxPooling1D': ( 'Max pooling operation for 1D temporal data.', ('MaxPool1D',),
      (
        ('pool_size', 2), ('strides', None), ('padding', 'valid'), ('data_format', None),
        ('name', None),
      )),
    'MaxPooling2D': ( 'Max pooling operation for 2D spatial data.', ('MaxPool2D',),
      (
        ('pool_size', (2, 2)), ('strides', None), ('padding', 'valid'), ('data_format', None),
        ('name', None),
      )),
    'MultiHeadAttention': ( 'MultiHeadAttention layer.', (),
      (
        ('num_heads',), ('key_dim',), ('value_dim', None), ('dropout', 0.0), ('use_bias', True),
        ('output_shape', None), ('attention_axes', None), ('sliding_window', None),
        ('flash_attention', None), ('kernel_initializer', 'glorot_uniform'),
        ('bias_initializer', 'zeros'), ('kernel_regularizer', None), ('bias_regularizer', None),
        ('activity_regularizer', None), ('kernel_constraint', None), ('bias_constraint', None),
        ('use_gate', False), ('seed', None),
      )),
    'PReLU': ( 'Parametric Rectified Linear Unit activation layer.', (),
      (
        ('alpha_initializer', 'Zeros'), ('alpha_regularizer', None), ('alpha_constraint', None),
        ('shared_axes', None),
      )),
    'Permute': ( 'Permutes the dimensions of the input according to a given pattern.', (),
      (
        ('dims',),
      )),
    'RMSNormalization': ( 'Root Mean Square (RMS) Normalization layer.', (),
      (
        ('axis', -1), ('epsilon', 1e-06),
      )),
    'ReLU': ( 'Rectified Linear Unit activation function layer.', (),
      (
        ('max_value', None), ('negative_slope', 0.0), ('threshold', 0.0),
      )),
    'RepeatVector': ( 'Repeats the input n times.', (),
      (
        ('n',),
      )),
    'Rescaling': ( 'A preprocessing layer which rescales input values to a new range.', (),
      (
        ('scale',), ('offset', 0.0),
      )),
    'Reshape': ( 'Layer that reshapes inputs into the given shape.', (),
      (
        ('target_shape',),
      )),
    'SeparableConv1D': ( '1D separable convolution layer.', ('SeparableConvolution1D',),
      (
        ('filters',), ('kernel_size',), ('strides', 1), ('padding', 'valid'), ('data_format', None),
        ('dilation_rate', 1), ('depth_multiplier', 1), ('activation', None), ('use_bias', True),
        ('depthwise_initializer', 'glorot_uniform'), ('pointwise_initializer', 'glorot_uniform'),
        ('bias_initializer', 'zeros'), ('depthwise_regularizer', None),
        ('pointwise_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('depthwise_constraint', None), ('pointwise_constraint', None), ('bias_constraint', None),
      )),
    'SeparableConv2D': ( '2D separable convolution layer.', ('SeparableConvolution2D',),
      (
        ('filters',), ('kernel_size',), ('strides', (1, 1)), ('padding', 'valid'),
        ('data_format', None), ('dilation_rate', (1, 1)), ('depth_multiplier', 1),
        ('activation', None), ('use_bias', True), ('depthwise_initializer', 'glorot_uniform'),
        ('pointwise_initializer', 'glorot_uniform'), ('bias_initializer', 'zeros'),
        ('depthwise_regularizer', None), ('pointwise_regularizer', None),
        ('bias_regularizer', None), ('activity_regularizer', None), ('depthwise_constraint', None),
        ('pointwise_constraint', None), ('bias_constraint', None),
      )),
    'SimpleRNN': ( 'Fully-connected RNN where the output is to be fed back as the new input.', (),
      (
        ('units',), ('activation', 'tanh'), ('use_bias', True),
        ('kernel_initializer', 'glorot_uniform'), ('recurrent_initializer', 'orthogonal'),
        ('bias_initializer', 'zeros'), ('kernel_regularizer', None),
        ('recurrent_regularizer', None), ('bias_regularizer', None), ('activity_regularizer', None),
        ('kernel_constraint', None), ('recurrent_constraint', None), ('bias_constraint', None),
        ('dropout', 0.0), ('recurrent_dropout', 0.0), ('return_sequences', False),
        ('return_state', False), ('go_backwards', False), ('stateful', False), ('unroll', False),
        ('seed', None),
      )),
    'Softmax': ( 'Softmax activation layer.', (),
      (
        ('axis', -1),
      )),
    'SpatialDropout1D': ( 'Spatial 1D version of Dropout.', (),
      (
        ('rate',), ('seed', None), ('name', None), ('dtype', None),
      )),
    'SpatialDropout2D': ( 'Spatial 2D version of Dropout.', (),
      (
        ('rate',), ('data_format', None), ('seed', None), ('name', None), ('dtype', None),
      )),
    'SpectralNormalization': ( 'Performs spectral normalization on the weights of a target layer.',
    (),
      (
        ('layer',), ('power_iterations', 1),
      )),
    'TimeDistributed': (
    'This wrapper allows to apply a layer to every temporal slice of an input.', (),
      (
        ('layer',),
      )),
    'UnitNormalization': ( 'Unit normalization layer.', (),
      (
        ('axis', -1),
      )),
    'UpSampling1D': ( 'Upsampling layer for 1D inputs.', (),
      (
        ('size', 2),
      )),
    'UpSampling2D': ( 'Upsampling layer for 2D inputs.', (),
      (
        ('size', (2, 2)), ('data_format', None), ('interpolation', 'nearest'),
      )),
    'ZeroPadding1D': ( 'Zero-padding layer for 1D input (e.g. temporal sequence).', (),
      (
        ('padding', 1), ('data_format', None),
      )),
    'ZeroPadding2D': ( 'Zero-padding layer for 2D input (e.g. picture).', (),
      (
        ('padding', (1, 1)), ('data_format', None),
      )),
}
