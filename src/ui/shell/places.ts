import { PARAMETERS } from '../../design/parameters';
import { GLOSSARY } from '../../lessons/glossary';
import type { App } from '../../state/app';
import { showField, showTrainingMemory } from '../app/showField';
import type { FoundPlace } from '../palette/finding';
import { commandNamed } from './commands';

const open = (app: App) => commandNamed(app, 'open').run();
const dock = (tab: string) => (app: App) => {
  app.session.setState({ face: 'design' });
  app.session.openDockTab(tab);
};

/** Formats of files the app reads or writes, and where: what people look for by a file's ending. */
const FORMATS: readonly (Omit<FoundPlace, 'group' | 'id' | 'go'> & { readonly go: (app: App) => void })[] = [
  {
    label: 'Open a checkpoint',
    hint: '.pth .pyth .pt .bin .ckpt .safetensors',
    words: 'weights state dict load',
    go: open,
  },
  { label: 'Open an ONNX file', hint: '.onnx', words: 'graph weights load', go: open },
  { label: 'Open a design', hint: '.json .py .yaml', words: 'config configuration mmaction2 slowfast', go: open },
  { label: 'Open a video', hint: '.mp4 .mov .webm .mkv', words: 'clip film movie avi gif', go: open },
  { label: 'Open a NumPy array as clips', hint: '.npy', words: 'numpy tensor input depth flow channels', go: open },
  { label: 'Open pictures as frames', hint: '.png .jpg .webp', words: 'images folder photo', go: open },
  { label: 'Open class names', hint: '.txt .json', words: 'labels classes kinetics', go: open },
  { label: 'Save the layers as a table', hint: '.csv', words: 'spreadsheet excel comma', go: dock('table') },
  {
    label: 'Save scores and features of a run',
    hint: '.csv .npy',
    words: 'results spreadsheet numpy',
    go: dock('run'),
  },
  { label: 'Save an activation', hint: '.npy', words: 'numpy feature map', go: dock('inside') },
  { label: 'Save a trace of a profile', hint: '.json', words: 'chrome trace timing', go: dock('time') },
  {
    label: 'Export the network',
    hint: '.onnx .py .yaml .safetensors .pth',
    words: 'save',
    go: ({ session }) => session.setState({ overlay: 'export' }),
  },
];

/** Where the palette leads besides commands and parts of the network: fields of the form, terms, formats of files. */
export function places(app: App): readonly FoundPlace[] {
  return [
    ...PARAMETERS.map(
      ({ field, label, symbol, section, sentence }): FoundPlace => ({
        id: field,
        group: 'Form',
        label,
        hint: field.slice(field.indexOf('.') + 1),
        words: `${symbol} ${symbol.replace('_', '')} ${field} ${section} ${sentence}`,
        go: () => showField(app, field),
      }),
    ),
    {
      id: 'inspector.memory',
      group: 'Form',
      label: 'Memory, running and training',
      hint: 'inspector',
      words: 'activations optimizer gradients peak live checkpointing frozen train bytes',
      go: () => showTrainingMemory(app),
    },
    ...GLOSSARY.map(
      ({ name, label, words, sentence }): FoundPlace => ({
        id: `term.${name}`,
        group: 'Glossary',
        label,
        hint: 'term',
        words: `${words} ${sentence}`,
        go: () => {
          app.lessons.openRoom('glossary', name);
          app.session.setState({ face: 'learn' });
        },
      }),
    ),
    ...FORMATS.map(
      ({ go, ...format }): FoundPlace => ({
        ...format,
        group: 'Files',
        id: `${format.label} ${format.hint}`,
        go: () => go(app),
      }),
    ),
  ];
}
