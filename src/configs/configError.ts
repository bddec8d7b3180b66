import { harmless } from '../text/harmless';

/** A configuration that cannot be read, or is not one of an X3D. The message says what, where, and what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError';

  constructor(message: string) {
    super(harmless(message));
  }
}
