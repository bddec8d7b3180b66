/** What a file dialog offers for designs and configurations. */
export const CONFIG_FILES = '.json,.py,.yaml,.yml';

/** Bytes beyond which a text is no configuration, and is not read. */
export const LARGEST_CONFIG = 8_000_000;

/** True for a file's name that says it is a design or a configuration. */
export function isConfigName(name: string): boolean {
  return /\.(?:json|py|ya?ml)$/i.test(name);
}
