/** What a command prints, and the exit code it ends with: 1 where it has looked, and what it found stops a conversion. */
export interface Printed {
  readonly text: string;
  readonly exitCode: 0 | 1;
}
