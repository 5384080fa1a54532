/** The values of our context keys, for `when` clauses. Unless they say otherwise they describe the active editor only. */
export interface ContextKeyValues {
  /** The document in the active editor has changes that wait for a decision. */
  'interlinear.reviewInEditor': boolean;
  /** The cursor of the active editor is on such a change. */
  'interlinear.onChange': boolean;
  /** Some document has such changes: the box of a commit message has them too, and is no editor for extensions. */
  'interlinear.reviewOpen': boolean;
  /** A request for the document in the active editor is running. */
  'interlinear.running': boolean;
  /** Language that was last translated into, see `lastTargetKey`; empty before the first time. */
  'interlinear.lastTarget': string;
  /** The walkthrough may be offered; see `walkthroughCondition`. */
  'interlinear.walkthrough': boolean;
  /** An answer has been written into a document. */
  'interlinear.triedAnswer': boolean;
  /** A review was decided by the person. */
  'interlinear.triedReview': boolean;
  /** A sentence or selection was classified. */
  'interlinear.triedDescribe': boolean;
  /** The status was shown. */
  'interlinear.triedStatus': boolean;
}

export type ContextKey = keyof ContextKeyValues;

/** Values until something happens; exhaustive, so that a new key cannot be forgotten. */
export const contextKeys: { readonly [Key in ContextKey]: ContextKeyValues[Key] } = {
  'interlinear.reviewInEditor': false,
  'interlinear.onChange': false,
  'interlinear.reviewOpen': false,
  'interlinear.running': false,
  'interlinear.lastTarget': '',
  'interlinear.walkthrough': false,
  'interlinear.triedAnswer': false,
  'interlinear.triedReview': false,
  'interlinear.triedDescribe': false,
  'interlinear.triedStatus': false,
};
