"""What Keras 3.15.1 tells of its optimizers, losses, metrics, callbacks.

Written by `make generate`; not to be edited. Each entry: name, summary,
other names, arguments as (name,) or (name, default).
"""

# fmt: off

from rnnspec.catalog.rows import Entry

OPTIMIZERS: dict[str, Entry] = {
    'Adadelta': ( 'Optimizer that implements the Adadelta algorithm.', ('adadelta',),
      (
        ('learning_rate', 0.001), ('rho', 0.95), ('epsilon', 1e-07), ('weight_decay', None),
        ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None), ('use_ema', False),
        ('ema_momentum', 0.99), ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Adafactor': ( 'Optimizer that implements the Adafactor algorithm.', ('adafactor',),
      (
        ('learning_rate', 0.001), ('beta_2_decay', -0.8), ('epsilon_1', 1e-30),
        ('epsilon_2', 0.001), ('clip_threshold', 1.0), ('relative_step', True),
        ('weight_decay', None), ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None),
        ('use_ema', False), ('ema_momentum', 0.99), ('ema_overwrite_frequency', None),
        ('loss_scale_factor', None), ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Adagrad': ( 'Optimizer that implements the Adagrad algorithm.', ('adagrad',),
      (
        ('learning_rate', 0.001), ('initial_accumulator_value', 0.1), ('epsilon', 1e-07),
        ('weight_decay', None), ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None),
        ('use_ema', False), ('ema_momentum', 0.99), ('ema_overwrite_frequency', None),
        ('loss_scale_factor', None), ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Adam': ( 'Optimizer that implements the Adam algorithm.', ('adam',),
      (
        ('learning_rate', 0.001), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', 1e-07),
        ('amsgrad', False), ('weight_decay', None), ('clipnorm', None), ('clipvalue', None),
        ('global_clipnorm', None), ('use_ema', False), ('ema_momentum', 0.99),
        ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'AdamW': ( 'Optimizer that implements the AdamW algorithm.', ('adamw',),
      (
        ('learning_rate', 0.001), ('weight_decay', 0.004), ('beta_1', 0.9), ('beta_2', 0.999),
        ('epsilon', 1e-07), ('amsgrad', False), ('clipnorm', None), ('clipvalue', None),
        ('global_clipnorm', None), ('use_ema', False), ('ema_momentum', 0.99),
        ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Adamax': ( 'Optimizer that implements the Adamax algorithm.', ('adamax',),
      (
        ('learning_rate', 0.001), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', 1e-07),
        ('weight_decay', None), ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None),
        ('use_ema', False), ('ema_momentum', 0.99), ('ema_overwrite_frequency', None),
        ('loss_scale_factor', None), ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Ftrl': ( 'Optimizer that implements the FTRL algorithm.', ('ftrl',),
      (
        ('learning_rate', 0.001), ('learning_rate_power', -0.5), ('initial_accumulator_value', 0.1),
        ('l1_regularization_strength', 0.0), ('l2_regularization_strength', 0.0),
        ('l2_shrinkage_regularization_strength', 0.0), ('beta', 0.0), ('weight_decay', None),
        ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None), ('use_ema', False),
        ('ema_momentum', 0.99), ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Lamb': ( 'Optimizer that implements the Lamb algorithm.', ('lamb',),
      (
        ('learning_rate', 0.001), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', 1e-07),
        ('weight_decay', None), ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None),
        ('use_ema', False), ('ema_momentum', 0.99), ('ema_overwrite_frequency', None),
        ('loss_scale_factor', None), ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Lion': ( 'Optimizer that implements the Lion algorithm.', ('lion',),
      (
        ('learning_rate', 0.001), ('beta_1', 0.9), ('beta_2', 0.99), ('weight_decay', None),
        ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None), ('use_ema', False),
        ('ema_momentum', 0.99), ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'Muon': ( 'Optimizer that implements the Muon algorithm.', ('muon',),
      (
        ('learning_rate', 0.001), ('adam_beta_1', 0.9), ('adam_beta_2', 0.999),
        ('adam_weight_decay', 0.004), ('epsilon', 1e-07), ('weight_decay', 0.004),
        ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None), ('use_ema', False),
        ('ema_momentum', 0.99), ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None), ('exclude_layers', None),
        ('exclude_embeddings', True), ('muon_a', 3.4445), ('muon_b', -4.775), ('muon_c', 2.0315),
        ('adam_lr_ratio', 1), ('momentum', 0.95), ('ns_steps', 5), ('nesterov', True),
        ('rms_rate', 0.2),
      )),
    'Nadam': ( 'Optimizer that implements the Nadam algorithm.', ('nadam',),
      (
        ('learning_rate', 0.001), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', 1e-07),
        ('weight_decay', None), ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None),
        ('use_ema', False), ('ema_momentum', 0.99), ('ema_overwrite_frequency', None),
        ('loss_scale_factor', None), ('gradient_accumulation_steps', None), ('name', None),
      )),
    'RMSprop': ( 'Optimizer that implements the RMSprop algorithm.', ('rmsprop',),
      (
        ('learning_rate', 0.001), ('rho', 0.9), ('momentum', 0.0), ('epsilon', 1e-07),
        ('centered', False), ('weight_decay', None), ('clipnorm', None), ('clipvalue', None),
        ('global_clipnorm', None), ('use_ema', False), ('ema_momentum', 0.99),
        ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'SGD': ( 'Gradient descent (with momentum) optimizer.', ('sgd',),
      (
        ('learning_rate', 0.01), ('momentum', 0.0), ('nesterov', False), ('weight_decay', None),
        ('clipnorm', None), ('clipvalue', None), ('global_clipnorm', None), ('use_ema', False),
        ('ema_momentum', 0.99), ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
    'ScheduleFreeAdamW': ( 'Optimizer that implements the Schedule-Free AdamW algorithm.',
    ('schedulefreeadamw',),
      (
        ('learning_rate', 0.0025), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', 1e-08),
        ('warmup_steps', 0), ('weight_decay', None), ('clipnorm', None), ('clipvalue', None),
        ('global_clipnorm', None), ('use_ema', False), ('ema_momentum', 0.99),
        ('ema_overwrite_frequency', None), ('loss_scale_factor', None),
        ('gradient_accumulation_steps', None), ('name', None),
      )),
}

LOSSES: dict[str, Entry] = {
    'BinaryCrossentropy': (
    'Computes the cross-entropy loss between true labels and predicted labels.',
    ('binary_crossentropy',),
      (
        ('from_logits', False), ('label_smoothing', 0.0), ('axis', -1),
        ('reduction', 'sum_over_batch_size'), ('name', 'binary_crossentropy'), ('dtype', None),
      )),
    'BinaryFocalCrossentropy': (
    'Computes focal cross-entropy loss between true labels and predictions.',
    ('binary_focal_crossentropy',),
      (
        ('apply_class_balancing', False), ('alpha', 0.25), ('gamma', 2.0), ('from_logits', False),
        ('label_smoothing', 0.0), ('axis', -1), ('reduction', 'sum_over_batch_size'),
        ('name', 'binary_focal_crossentropy'), ('dtype', None),
      )),
    'CategoricalCrossentropy': (
    'Computes the crossentropy loss between the labels and predictions.',
    ('categorical_crossentropy',),
      (
        ('from_logits', False), ('label_smoothing', 0.0), ('axis', -1),
        ('reduction', 'sum_over_batch_size'), ('name', 'categorical_crossentropy'), ('dtype', None),
      )),
    'CategoricalFocalCrossentropy': ( 'Computes the alpha balanced focal crossentropy loss.',
    ('categorical_focal_crossentropy',),
      (
        ('alpha', 0.25), ('gamma', 2.0), ('from_logits', False), ('label_smoothing', 0.0),
        ('axis', -1), ('reduction', 'sum_over_batch_size'),
        ('name', 'categorical_focal_crossentropy'), ('dtype', None),
      )),
    'CategoricalGeneralizedCrossEntropy': (
    'Computes the Generalized Cross Entropy loss between y_true & y_pred.',
    ('categorical_generalized_cross_entropy',),
      (
        ('q', 0.5), ('reduction', 'sum_over_batch_size'),
        ('name', 'categorical_generalized_cross_entropy'), ('dtype', None),
      )),
    'CategoricalHinge': ( 'Computes the categorical hinge loss between y_true & y_pred.',
    ('categorical_hinge',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'categorical_hinge'), ('dtype', None),
      )),
    'CosineSimilarity': ( 'Computes the cosine similarity between y_true & y_pred.',
    ('cosine_similarity',),
      (
        ('axis', -1), ('reduction', 'sum_over_batch_size'), ('name', 'cosine_similarity'),
        ('dtype', None),
      )),
    'Hinge': ( 'Computes the hinge loss between y_true & y_pred.', ('hinge',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'hinge'), ('dtype', None),
      )),
    'Huber': ( 'Computes the Huber loss between y_true & y_pred.', ('huber', 'huber_loss'),
      (
        ('delta', 1.0), ('reduction', 'sum_over_batch_size'), ('name', 'huber_loss'),
        ('dtype', None),
      )),
    'KLDivergence': ( 'Computes Kullback-Leibler divergence loss between y_true & y_pred.',
    ('kl_divergence',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'kl_divergence'), ('dtype', None),
      )),
    'LogCosh': ( 'Computes the logarithm of the hyperbolic cosine of the prediction error.',
    ('log_cosh',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'log_cosh'), ('dtype', None),
      )),
    'MeanAbsoluteError': (
    'Computes the mean of absolute difference between labels and predictions.',
    ('mean_absolute_error',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'mean_absolute_error'), ('dtype', None),
      )),
    'MeanAbsolutePercentageError': (
    'Computes the mean absolute percentage error between y_true & y_pred.',
    ('mean_absolute_percentage_error',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'mean_absolute_percentage_error'),
        ('dtype', None),
      )),
    'MeanSquaredError': ( 'Computes the mean of squares of errors between labels and predictions.',
    ('mean_squared_error',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'mean_squared_error'), ('dtype', None),
      )),
    'MeanSquaredLogarithmicError': (
    'Computes the mean squared logarithmic error between y_true & y_pred.',
    ('mean_squared_logarithmic_error',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'mean_squared_logarithmic_error'),
        ('dtype', None),
      )),
    'Poisson': ( 'Computes the Poisson loss between y_true & y_pred.', ('poisson',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'poisson'), ('dtype', None),
      )),
    'SparseCategoricalCrossentropy': (
    'Computes the crossentropy loss between the labels and predictions.',
    ('sparse_categorical_crossentropy',),
      (
        ('from_logits', False), ('ignore_class', None), ('reduction', 'sum_over_batch_size'),
        ('axis', -1), ('name', 'sparse_categorical_crossentropy'), ('dtype', None),
      )),
    'SquaredHinge': ( 'Computes the squared hinge loss between y_true & y_pred.',
    ('squared_hinge',),
      (
        ('reduction', 'sum_over_batch_size'), ('name', 'squared_hinge'), ('dtype', None),
      )),
}

METRICS: dict[str, Entry] = {
    'AUC': ( 'Approximates the AUC (Area under the curve) of the ROC or PR curves.', ('auc',),
      ()),
    'Accuracy': ( 'Calculates how often predictions equal labels.', ('accuracy',),
      ()),
    'BinaryAccuracy': ( 'Calculates how often predictions match binary labels.',
    ('binary_accuracy',),
      ()),
    'BinaryCrossentropy': ( 'Computes the crossentropy metric between the labels and predictions.',
    ('binary_crossentropy',),
      ()),
    'CategoricalAccuracy': ( 'Calculates how often predictions match one-hot labels.',
    ('categorical_accuracy',),
      ()),
    'CategoricalCrossentropy': (
    'Computes the crossentropy metric between the labels and predictions.',
    ('categorical_crossentropy',),
      ()),
    'CategoricalHinge': ( 'Computes the categorical hinge metric between y_true and y_pred.',
    ('categorical_hinge',),
      ()),
    'CosineSimilarity': ( 'Computes the cosine similarity between the labels and predictions.',
    ('cosine_similarity',),
      ()),
    'F1Score': ( 'Computes F-1 Score.', ('f1_score',),
      ()),
    'FalseNegatives': ( 'Calculates the number of false negatives.', ('false_negatives',),
      ()),
    'FalsePositives': ( 'Calculates the number of false positives.', ('false_positives',),
      ()),
    'Hinge': ( 'Computes the hinge metric between y_true and y_pred.', ('hinge',),
      ()),
    'KLDivergence': ( 'Computes Kullback-Leibler divergence metric between y_true and y_pred.',
    ('kl_divergence',),
      ()),
    'LogCoshError': ( 'Computes the logarithm of the hyperbolic cosine of the prediction error.',
    ('log_cosh_error', 'logcosh'),
      ()),
    'MeanAbsoluteError': ( 'Computes the mean absolute error between the labels and predictions.',
    ('mean_absolute_error',),
      ()),
    'MeanAbsolutePercentageError': (
    'Computes mean absolute percentage error between y_true and y_pred.',
    ('mean_absolute_percentage_error',),
      ()),
    'MeanSquaredError': ( 'Computes the mean squared error between y_true and y_pred.',
    ('mean_squared_error',),
      ()),
    'MeanSquaredLogarithmicError': (
    'Computes mean squared logarithmic error between y_true and y_pred.',
    ('mean_squared_logarithmic_error',),
      ()),
    'Poisson': ( 'Computes the Poisson metric between y_true and y_pred.', ('poisson',),
      ()),
    'Precision': ( 'Computes the precision of the predictions with respect to the labels.',
    ('precision',),
      ()),
    'R2Score': ( 'Computes R2 score.', ('r2_score',),
      ()),
    'Recall': ( 'Computes the recall of the predictions with respect to the labels.', ('recall',),
      ()),
    'RootMeanSquaredError': ( 'Computes root mean squared error metric between y_true and y_pred.',
    ('root_mean_squared_error',),
      ()),
    'SparseCategoricalAccuracy': ( 'Calculates how often predictions match integer labels.',
    ('sparse_categorical_accuracy',),
      ()),
    'SparseCategoricalCrossentropy': (
    'Computes the crossentropy metric between the labels and predictions.',
    ('sparse_categorical_crossentropy',),
      ()),
    'SquaredHinge': ( 'Computes the hinge metric between y_true and y_pred.', ('squared_hinge',),
      ()),
    'TrueNegatives': ( 'Calculates the number of true negatives.', ('true_negatives',),
      ()),
    'TruePositives': ( 'Calculates the number of true positives.', ('true_positives',),
      ()),
}

CALLBACKS: dict[str, Entry] = {
    'EarlyStopping': ( 'Stop training when a monitored metric has stopped improving.',
    ('early_stopping',),
      (
        ('monitor', 'val_loss'), ('min_delta', 0), ('patience', 0), ('verbose', 0),
        ('mode', 'auto'), ('baseline', None), ('restore_best_weights', False),
        ('start_from_epoch', 0),
      )),
    'ReduceLROnPlateau': ( 'Reduce learning rate when a metric has stopped improving.',
    ('reduce_lr_on_plateau',),
      (
        ('monitor', 'val_loss'), ('factor', 0.1), ('patience', 10), ('verbose', 0),
        ('mode', 'auto'), ('min_delta', 0.0001), ('cooldown', 0), ('min_lr', 0.0),
      )),
    'TerminateOnNaN': ( 'Callback that terminates training when a NaN loss is encountered.',
    ('terminate_on_nan',),
      (
        ('raise_error', False),
      )),
}
