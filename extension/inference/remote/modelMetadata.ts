import * as z from 'zod';

const tensorSchema = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.number()).optional(),
});

/** MLServer writes a parameter as it is, Triton in a wrapping of its own. */
const parameterSchema = z.union([
  z.string(),
  z.object({ string_value: z.string() }).transform(({ string_value: value }) => value),
  z.unknown().transform(() => undefined),
]);

/** What a server says of a model: `GET /v2/models/ID`. */
export const metadataSchema = z.object({
  name: z.string(),
  inputs: z.array(tensorSchema),
  outputs: z.array(tensorSchema),
  parameters: z.record(z.string(), parameterSchema).nullish(),
});

/** What Triton says of a model's configuration: `GET /v2/models/ID/config`. */
export const configurationSchema = z.object({
  parameters: z.record(z.string(), parameterSchema).nullish(),
});

export type ModelMetadata = z.infer<typeof metadataSchema>;
export type ModelParameters = Readonly<Record<string, string | undefined>>;
