/** Colours told apart by colour-blind eyes too; the names of classes stand beside them. */
const COLOURS = [
  '--x3d-kind-conv',
  '--x3d-kind-activation',
  '--x3d-kind-channelwise',
  '--x3d-kind-gate',
  '--x3d-kind-sum',
  '--x3d-kind-linear',
  '--x3d-kind-pool',
  '--x3d-kind-plain',
];

/** The colour of a class by its number, as CSS; from the ninth on they come again. */
export function classColour(label: number): string {
  return `var(${COLOURS[label % COLOURS.length]})`;
}
