// The only module that loads onnxruntime; the order of these lines matters.
import './noTelemetry.js';

export { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
