import { parseArgs } from 'node:util';
import { CheckpointError } from '../checkpoint/checkpointError';
import { escaped, harmless } from '../text/harmless';
import { checkTrainingCommand } from './checkTrainingCommand';
import { convertCommand } from './convertCommand';
import { DESIGN_OPTIONS, designFrom } from './designArguments';
import { exportCommand } from './exportCommand';
import { withFile } from './fileSource';
import { inspectCommand } from './inspectCommand';
import { inspectConfig, isConfigName } from './inspectConfig';
import { JUDGE_OPTIONS, judgeCommand } from './judgeCommand';
import { LOWER_OPTIONS, lowerCommand } from './lowerCommand';
import { ONNX_OPTIONS } from './onnxOptions';
import { type Options, OUTPUT, switches, texts, type Values } from './option';
import { jsonReport, type Printed } from './printed';
import { summaryOf } from './summary';
import { summaryTable } from './summaryTable';
import { TRAIN_OPTIONS, trainCommand } from './trainCommand';
import { TRAINING_OPTIONS, trainingLines, trainingStepOf } from './trainingStepSummary';
import { CommandError, dashed, USAGE, UsageError, usageOf } from './usage';

interface Command {
  readonly options: Options;
  /** Name of the file it reads, where it reads one. */
  readonly reads?: string;
  /** What is printed; a bare text ends with exit code 0. */
  run(values: Values, file: string): string | Promise<string | Printed>;
}

/** Options of every command that opens a file. */
const FILE_OPTIONS: Options = { ...switches('allow-unexpected'), ...texts('state-dict') };
const JSON_OPTION = switches('json');

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries<Command>({
    summary: {
      options: { ...DESIGN_OPTIONS, ...TRAINING_OPTIONS, ...JSON_OPTION },
      run(values) {
        const { architecture } = designFrom(values);
        const summary = summaryOf(architecture);
        const step = values.train ? trainingStepOf(architecture.design, values) : null;
        if (values.json) return jsonReport({ ...summary, ...(step && { training_step: step }) });
        return [summaryTable(summary), ...(step ? ['', ...trainingLines(step)] : [])].join('\n');
      },
    },
    export: {
      options: { ...DESIGN_OPTIONS, ...ONNX_OPTIONS, ...texts('weights', 'seed'), ...OUTPUT },
      run: (values) => exportCommand(designFrom(values).architecture, values),
    },
    inspect: {
      options: { ...DESIGN_OPTIONS, ...FILE_OPTIONS, ...JSON_OPTION },
      reads: 'FILE',
      run: (values, file) =>
        isConfigName(file) ? inspectConfig(file, values) : withFile(file, (source) => inspectCommand(source, values)),
    },
    convert: {
      options: { ...DESIGN_OPTIONS, ...FILE_OPTIONS, ...ONNX_OPTIONS, ...texts('naming'), ...OUTPUT },
      reads: 'FILE',
      run: (values, file) => withFile(file, (source) => convertCommand(source, values)),
    },
    lower: {
      options: { ...DESIGN_OPTIONS, ...LOWER_OPTIONS },
      run: (values) => lowerCommand(designFrom(values).architecture, values),
    },
    'check-training': {
      options: JSON_OPTION,
      reads: 'FILE',
      run: (values, file) => checkTrainingCommand(file, values),
    },
    judge: {
      options: { ...DESIGN_OPTIONS, ...FILE_OPTIONS, ...JUDGE_OPTIONS },
      reads: 'FILE',
      run: (values, file) => withFile(file, (source) => judgeCommand(source, values)),
    },
    train: { options: { ...DESIGN_OPTIONS, ...TRAIN_OPTIONS }, run: trainCommand },
  }),
);

async function main([name, ...args]: readonly string[]): Promise<string | Printed> {
  if (name === 'help' && args[0] !== undefined) return main([args[0], '--help']);
  if (name === undefined || name === 'help' || isHelp(name)) return USAGE;
  const command = COMMANDS.get(name);
  if (!command) throw new UsageError(`There is no command ${name}; there are ${[...COMMANDS.keys()].join(', ')}.`);
  if (args.some(isHelp)) return usageOf(name, command.options);
  const { values, positionals } = parsed(command, args);
  if (command.reads && positionals.length !== 1)
    throw new UsageError(`${name} takes one ${command.reads}, found ${positionals.length}.`);
  return command.run(values, positionals[0] ?? '');
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function parsed({ options, reads }: Command, args: readonly string[]) {
  try {
    const found = parseArgs({
      args: joinNegatives(args),
      options,
      strict: true,
      allowPositionals: reads !== undefined,
    });
    return { values: found.values as Values, positionals: found.positionals };
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(`${sentence}; the options are ${dashed(options)}.`);
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

/** Does what the arguments say, prints it, and sets the exit code. */
async function run(): Promise<void> {
  try {
    const printed = await main(process.argv.slice(2));
    const { text, exitCode } = typeof printed === 'string' ? { text: printed, exitCode: 0 } : printed;
    // A name from a file may hold what a terminal obeys: it is printed as an escape. Lines and columns are our own.
    process.stdout.write(`${escaped(text, '\n\t')}\n`);
    process.exitCode = exitCode;
  } catch (error) {
    const known = error instanceof UsageError || error instanceof CommandError || error instanceof CheckpointError;
    if (!known && process.env.X3D_TRACE) throw error;
    const sentence = known
      ? error.message.replaceAll('\n', ' ')
      : 'this could not be done, by a fault of the program. X3D_TRACE=1 before the command prints where it stopped.';
    process.stderr.write(`x3d: ${harmless(sentence)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

// Not awaited: what is loaded later may import this file, which must have ended by then.
void run();
