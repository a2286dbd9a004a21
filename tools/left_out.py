"""What Keras has and a spec does not, with the reason of each.

In: nothing. Out: `LEFT_OUT`, members of Keras's modules. A test holds that every public class of
Keras is a row or stands here.
"""

_IMAGES = "changes pictures"
_MERGES = "takes several tensors; `parallel` and `residual` merge"
_TEXT = "prepares inputs from data; `data` does that"
_CODE = "carries code"
_BASE = "a base class"
_CELL = "a cell, not a layer"
_VOLUMES = "takes four dimensions, which no input has"


def _for(reason: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), reason)


LEFT_OUT: dict[str, dict[str, str]] = {
    "layers": {
        **_for(
            _IMAGES,
            "AugMix AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization "
            "CutMix Equalization MaxNumBoundingBoxes MixUp RandAugment RandomBrightness "
            "RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop "
            "RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur "
            "RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization "
            "RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation "
            "RandomZoom Resizing Solarization",
        ),
        **_for(_MERGES, "Add Average Concatenate Dot Maximum Minimum Multiply Subtract"),
        **_for(
            _TEXT,
            "CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup "
            "Normalization StringLookup TextVectorization MelSpectrogram STFTSpectrogram",
        ),
        **_for(_CODE, "FlaxLayer JaxLayer Lambda TFSMLayer TorchModuleWrapper"),
        **_for(_BASE, "InputLayer InputSpec Layer Wrapper"),
        **_for(_CELL, "GRUCell LSTMCell RNN SimpleRNNCell StackedRNNCells"),
        **_for(
            _VOLUMES,
            "AdaptiveAveragePooling3D AdaptiveMaxPooling3D AveragePooling3D Conv3D "
            "Conv3DTranspose ConvLSTM2D ConvLSTM3D Cropping3D GlobalAveragePooling3D "
            "GlobalMaxPooling3D MaxPooling3D SpatialDropout3D UpSampling3D ZeroPadding3D",
        ),
        **_for(
            "ends the process under TensorFlow for some sizes",
            "AdaptiveMaxPooling1D AdaptiveMaxPooling2D",
        ),
        "EinsumDense": "its shapes are a language of their own",
        "Pipeline": "the model is the pipeline",
        "ReversibleEmbedding": "its second direction needs a second call",
    },
    "activations": {
        "deserialize": _BASE,
        "get": _BASE,
        "serialize": _BASE,
        "glu": "halves its input",
        "threshold": "has required arguments",
    },
    "initializers": {
        "Initializer": _BASE,
        "STFT": "fills the kernel of a Fourier transform only",
    },
    "regularizers": {"Regularizer": _BASE},
    "constraints": {"Constraint": _BASE},
    "optimizers": {
        "Optimizer": _BASE,
        "LossScaleOptimizer": "wraps an optimizer for half precision",
        "MultiOptimizer": "wraps several optimizers",
        "OptimizerMap": "wraps several optimizers",
    },
    "losses": {
        "Loss": _BASE,
        "CTC": "needs label sequences of varying length",
        "Circle": "compares embeddings, not predictions",
        "Dice": "judges segmented pictures",
        "Tversky": "judges segmented pictures",
    },
    "metrics": {
        "Metric": _BASE,
        "Mean": "not a function of target and prediction",
        "MeanMetricWrapper": _CODE,
        "FBetaScore": "is `F1Score` without its argument",
        "ConcordanceCorrelation": "compares within one sample",
        "PearsonCorrelation": "compares within one sample",
        **_for(
            "needs an argument that suits the data, which a name does not carry",
            "SparseTopKCategoricalAccuracy TopKCategoricalAccuracy PrecisionAtRecall "
            "RecallAtPrecision SensitivityAtSpecificity SpecificityAtSensitivity",
        ),
        "Sum": "not a function of target and prediction",
        **_for("judges segmented pictures", "BinaryIoU IoU MeanIoU OneHotIoU OneHotMeanIoU"),
    },
    "callbacks": {
        "Callback": _BASE,
        "CallbackList": _BASE,
        "History": "always there",
        "ProgbarLogger": "a run shows its own progress",
        "LambdaCallback": _CODE,
        "LearningRateScheduler": "carries code; schedules stand in the optimizer",
        "SwapEMAWeights": "needs an optimizer that keeps averages",
        **_for(
            "writes files or opens the network; a run keeps its own records",
            "BackupAndRestore CSVLogger ModelCheckpoint OrbaxCheckpoint RemoteMonitor TensorBoard",
        ),
    },
}
