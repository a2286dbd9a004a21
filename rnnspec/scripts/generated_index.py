"""What each function of the runtime needs: its file, imports, and others that it uses.

Made by `python -m rnnspec.scripts.index`; not to be edited.
"""

# fmt: off
# ruff: noqa: E501
INDEX: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    'read_csv': (
        'tables',
        ('from collections.abc import Sequence', 'from pathlib import Path', 'import pandas as pd'),
        (),
    ),
    'read_parquet': (
        'tables',
        ('from collections.abc import Sequence', 'from pathlib import Path', 'import pandas as pd', 'import pyarrow.parquet as pq'),
        ('from_arrow',),
    ),
    'from_arrow': (
        'tables',
        ('import pandas as pd', 'import pyarrow as pa'),
        (),
    ),
    'parse_times': (
        'tables',
        ('import numpy as np', 'import pandas as pd'),
        (),
    ),
    'sort_by_time': (
        'tables',
        ('import pandas as pd',),
        ('parse_times',),
    ),
    'parse_numbers': (
        'tables',
        ('import numpy as np', 'import pandas as pd'),
        (),
    ),
    'numbers': (
        'tables',
        ('from collections.abc import Sequence', 'import numpy as np', 'import pandas as pd'),
        ('parse_numbers',),
    ),
    'read_npz': (
        'datasets',
        ('from pathlib import Path', 'import numpy as np'),
        (),
    ),
    'read_digits': (
        'datasets',
        ('import numpy as np',),
        (),
    ),
    'random_arrays': (
        'datasets',
        ('import numpy as np',),
        (),
    ),
    'class_numbers': (
        'encode',
        ('from collections.abc import Sequence', 'import numpy as np', 'import pandas as pd'),
        (),
    ),
    'one_hot': (
        'encode',
        ('import numpy as np',),
        (),
    ),
    'balanced_weights': (
        'encode',
        ('import numpy as np',),
        (),
    ),
    'count_missing': (
        'missing',
        ('import pandas as pd',),
        (),
    ),
    'check_complete': (
        'missing',
        ('import pandas as pd',),
        (),
    ),
    'check_finite': (
        'missing',
        ('import numpy as np',),
        (),
    ),
    'keep_known': (
        'missing',
        ('import numpy as np',),
        (),
    ),
    'fill_forward': (
        'missing',
        ('import numpy as np', 'import pandas as pd'),
        (),
    ),
    'fill_forward_in_groups': (
        'missing',
        ('import numpy as np', 'import pandas as pd'),
        (),
    ),
    'known_samples': (
        'missing',
        ('import numpy as np',),
        (),
    ),
    'fill_steps_forward': (
        'missing',
        ('import numpy as np',),
        (),
    ),
    'fill_inside': (
        'missing',
        ('import numpy as np',),
        (),
    ),
    'part_bounds': (
        'parts',
        ('from fractions import Fraction',),
        (),
    ),
    'shuffled_order': (
        'parts',
        ('import numpy as np',),
        (),
    ),
    'stratified_order': (
        'parts',
        ('import numpy as np',),
        ('shuffled_order',),
    ),
    'expanding_folds': (
        'parts',
        ('from itertools import pairwise',),
        (),
    ),
    'crossing_folds': (
        'parts',
        ('import numpy as np',),
        (),
    ),
    'fit_standard': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'fit_minmax': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'fit_robust': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'fit_none': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'set_bounds': (
        'scalers',
        ('from collections.abc import Mapping', 'import numpy as np'),
        (),
    ),
    'scale': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'unscale': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'repeat_scaler': (
        'scalers',
        ('import numpy as np',),
        (),
    ),
    'window_ends': (
        'windows',
        ('import numpy as np',),
        (),
    ),
    'gather_groups': (
        'windows',
        ('import numpy as np',),
        (),
    ),
    'group_window_ends': (
        'windows',
        ('import numpy as np',),
        (),
    ),
    'cut_windows': (
        'windows',
        ('import numpy as np',),
        (),
    ),
    'cut_targets': (
        'windows',
        ('import numpy as np',),
        (),
    ),
    'PeepholeLSTMCell': (
        'layers',
        ('from typing import Any', 'import keras'),
        (),
    ),
    'PeepholeLSTM': (
        'layers',
        ('from typing import Any', 'import keras'),
        ('PeepholeLSTMCell',),
    ),
    'RecurrentBatchNormalization': (
        'layers',
        ('import keras',),
        (),
    ),
    'LastStep': (
        'layers',
        ('from typing import Any', 'import keras'),
        (),
    ),
    'trial_seed': (
        'training',
        ('import numpy as np',),
        (),
    ),
    'seed_everything': (
        'training',
        ('import keras',),
        (),
    ),
    'count_steps': (
        'training',
        (),
        (),
    ),
    'fit_model': (
        'training',
        ('from collections.abc import Sequence', 'import keras', 'import numpy as np'),
        (),
    ),
    'AfterEpoch': (
        'training',
        ('from collections.abc import Callable', 'from typing import Any', 'import keras'),
        (),
    ),
    'epochs_kept': (
        'training',
        ('from collections.abc import Sequence', 'import keras'),
        (),
    ),
    'predict': (
        'metrics',
        ('import keras', 'import numpy as np'),
        (),
    ),
    'measure': (
        'metrics',
        ('import keras', 'import numpy as np'),
        (),
    ),
    'evaluate_loss': (
        'metrics',
        ('import keras', 'import numpy as np'),
        (),
    ),
    'naive_forecast': (
        'baselines',
        ('import numpy as np',),
        ('fill_forward',),
    ),
    'mean_forecast': (
        'baselines',
        ('import numpy as np',),
        (),
    ),
    'majority_class': (
        'baselines',
        ('import numpy as np',),
        (),
    ),
}
