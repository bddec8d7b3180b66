import { parseArgs } from 'node:util';
import { DESIGN_OPTIONS, designFrom, type Option, type Values } from './designArguments';
import { exportCommand } from './exportCommand';
import { summaryOf } from './summary';
import { summaryTable } from './summaryTable';
import { CommandError, USAGE, UsageError } from './usage';

interface Command {
  readonly options: Readonly<Record<string, Option>>;
  /** What is printed. */
  run(values: Values): string;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  summary: {
    options: { ...DESIGN_OPTIONS, json: { type: 'boolean' } },
    run(values) {
      const summary = summaryOf(designFrom(values).architecture);
      return values.json ? JSON.stringify(summary, null, 2) : summaryTable(summary);
    },
  },
  export: {
    options: {
      ...DESIGN_OPTIONS,
      target: { type: 'string' },
      weights: { type: 'string' },
      seed: { type: 'string' },
      outputs: { type: 'string' },
      output: { type: 'string', short: 'o' },
    },
    run: (values) => exportCommand(designFrom(values).architecture, values),
  },
};

function main([name, ...args]: readonly string[]): string {
  if (name === undefined || name === '--help' || name === 'help') return USAGE.trimEnd();
  const command = COMMANDS[name];
  if (!command) throw new UsageError(`There is no command ${name}; there are ${Object.keys(COMMANDS).join(' and ')}.`);
  return command.run(parsed(command, args));
}

function parsed({ options }: Command, args: readonly string[]): Values {
  try {
    return parseArgs({ args: joinNegatives(args), options, strict: true, allowPositionals: false }).values as Values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(
      `${sentence}; the options are ${Object.keys(options)
        .map((option) => `--${option}`)
        .join(', ')}.`,
    );
  }
}

/** `--frozen-stages -1` as `--frozen-stages=-1`: parseArgs takes the first for two options. */
function joinNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const option = joined.at(-1);
    if (/^-[\d.]/.test(arg) && option?.startsWith('--') && !option.includes('='))
      joined.splice(-1, 1, `${option}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

try {
  process.stdout.write(`${main(process.argv.slice(2))}\n`);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof CommandError)) throw error;
  process.stderr.write(`x3d: ${error.message.replaceAll('\n', ' ')}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
