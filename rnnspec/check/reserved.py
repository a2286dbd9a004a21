"""Names that the class of a layers' file cannot have: scripts and workers use them.

Out: the names. A class of that name would stand in the place of what else is meant by it.
"""

import builtins
import re
from functools import cache
from pathlib import Path

from rnnspec import runtime

OF_SCRIPTS = """
    ALGORITHM Any Callable FAILED FIRST_POINTS Fraction HERE HYPERPARAMETERS Iterator Mapping
    Network OPTIONS Oracle PRUNED Path REST SPACE Sequence add_row argparse ask beats beta_point
    build_model configurations csv declare expit flatten importlib in_order is_allowed is_pruned
    islice json keras load_data load_layer log_ndtr main mean measure_all ndtri_exp nearest_step
    np open_study os parse_options partial pd pick platform predict_file prepare_data proposals
    propose run_trainings save_model score_baseline score_model search split_data
    steps_per_epoch suggest suppress tell_failure tempfile textwrap tidy time traceback
    train_model trial_of truncated_normal values values_of versions warnings
"""
"""What scripts import and define, in any target."""


@cache
def reserved() -> frozenset[str]:
    """All of them: those of scripts and of the runtime, and Python's own."""
    folder = Path(runtime.__file__).parent
    texts = (path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    defined = (re.findall(r"^(?:def|class) (\w+)", text, re.MULTILINE) for text in texts)
    return frozenset(dir(builtins)).union(OF_SCRIPTS.split(), *defined)
