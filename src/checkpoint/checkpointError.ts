import { harmlessSentence } from '../text/harmless';

/**
 * A checkpoint file that cannot be read, or holds what cannot be an X3D. The message says what failed, where (tensor,
 * opcode, byte offset), what was expected and found, and what to do; it is meant for the person who made the file.
 */
export class CheckpointError extends Error {
  override name = 'CheckpointError';

  constructor(message: string) {
    super(harmlessSentence(message));
  }
}

/** What was found in a file, or why nothing was. */
export type OrRefusal<T> =
  | { readonly found: T; readonly refusal: null }
  | { readonly found: null; readonly refusal: CheckpointError };

/** What a reading gives, or its refusal where it throws a CheckpointError. @throws what else it throws */
export function orRefusal<T>(read: () => T): OrRefusal<T> {
  try {
    return { found: read(), refusal: null };
  } catch (error) {
    if (error instanceof CheckpointError) return { found: null, refusal: error };
    throw error;
  }
}
