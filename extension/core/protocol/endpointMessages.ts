/**
 * What can be wrong with a server that computes in place of this machine, in words for a person; keys of the
 * localisation bundles. `{0}` is the server's host; what stands in brackets is technical and in English.
 */
export const endpointMessages = {
  addressInvalid: '{0} is no address of a server. It looks like https://models.example.org/.',
  addressPassword:
    'The address of the server must not contain a user name or a password. Remove them, and run “Interlinear: Set Endpoint Token…”.',
  unencrypted:
    'The address of {0} does not begin with https://, so texts and token could be read on their way. Use https://, or switch on interlinear.endpoint.allowUnencrypted if nobody else can listen there.',
  certificateFile: 'The certificate file {0} cannot be used ({1}). It has to hold certificates in PEM form.',
  tokenInvalid:
    'The token for {0} has characters that a token cannot have. Run “Interlinear: Set Endpoint Token…”.',
  unreachable: 'The server {0} cannot be reached ({1}). Check the address, and that the server runs.',
  timedOut:
    'The server {0} did not answer within {1} seconds. Try again, or raise interlinear.endpoint.timeoutSeconds.',
  certificate:
    'The certificate of the server {0} is not trusted ({1}). If your organisation has a certificate authority of its own, name its file in interlinear.endpoint.certificateFile.',
  notTls: 'The server {0} does not speak TLS at this address ({1}). Check the port.',
  unauthorized:
    'The server {0} did not let Interlinear in ({1}). Run “Interlinear: Set Endpoint Token…” with a token that it knows.',
  redirected:
    'The server {0} sends requests elsewhere ({1}). Nothing was sent there; set the address itself, if you trust it.',
  modelMissing:
    'The server {0} does not have the model {1}. Choose the model that it serves, or ask the person who runs it.',
  notReady: 'The server {0} is not ready yet ({1}). Try again in a moment.',
  versionDiffers:
    'The server {0} has another version of {1}: {2} instead of {3}. Install the model package that belongs to the server.',
  weightsDiffer:
    'The server {0} has other weights for {1} than the model package on this machine. Install the package that belongs to the server.',
  tensorsDiffer: 'The model {1} on the server {0} was not made for this version of Interlinear: {2}.',
  overloaded: 'The server {0} has too much to do ({1}). Try again later.',
  refused: 'The server {0} refused a request ({1}).',
  failed: 'The server {0} failed ({1}). Try again, or ask the person who runs it.',
  answerInvalid: 'The server {0} gave an answer that cannot be used: {1}.',
} as const;

/** What is wrong with a server. */
export type EndpointProblem = keyof typeof endpointMessages;
