/** A value as Python writes it: None, True, 'text', (1, 2), dict(a=1). */
export function pythonValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonText(value);
  if (Array.isArray(value))
    return value.length === 1 ? `(${pythonValue(value[0])}, )` : `(${value.map(pythonValue).join(', ')})`;
  if (typeof value === 'object') return pythonCall('dict', value as Readonly<Record<string, unknown>>);
  return String(value);
}

/** A call with keyword arguments on one line: `dict(type='ReLU', inplace=True)`. What is undefined is left out. */
export function pythonCall(name: string, args: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return `${name}(${given.map(([key, value]) => `${key}=${pythonValue(value)}`).join(', ')})`;
}

function pythonText(text: string): string {
  const escaped = Array.from(text, (character) => {
    if (character === '\\' || character === "'") return `\\${character}`;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
  return `'${escaped.join('')}'`;
}
