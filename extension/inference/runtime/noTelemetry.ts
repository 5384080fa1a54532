/**
 * Keeps onnxruntime silent. Its builds since 1.30 otherwise report usage to a host of Microsoft's, with a database under
 * the person's home and a log in the folder for temporary files. The library reads the variable when it is loaded, so that
 * this module must be evaluated before it.
 */
export const telemetryVariable = 'ORT_DISABLE_TELEMETRY';

process.env[telemetryVariable] = '1';
