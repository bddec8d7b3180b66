import { Button, Menu, SegmentedControl } from '@mantine/core';
import { useRef } from 'react';
import { bench } from '../../state/browserBench';
import { imageFolder } from '../../state/imageFolder';
import { type Input, SAMPLES } from '../../state/live';
import { ChevronDown } from '../kit/icons';
import { useLive } from '../kit/useStudio';
import classes from './ClipChoice.module.css';
import { useTakesVideo } from './useTakesVideo';

/** What the control chooses between; a file and a folder only once they were opened. */
const CHOSEN: ReadonlyMap<string, Input> = new Map(
  Object.entries<Input>({
    ...Object.fromEntries(SAMPLES.map(({ name }) => [name, { kind: 'sample', name }])),
    camera: { kind: 'camera' },
    noise: { kind: 'noise', seed: 0 },
  }),
);

/** Where the clips come from: a sample, a video or a folder of images of one's own, the camera, or noise. */
export function ClipChoice() {
  const input = useLive(({ settings }) => settings.input);
  const takesVideo = useTakesVideo();
  const own = ownName(input);
  return (
    <div className={classes.choice}>
      <SegmentedControl
        aria-label="Clip"
        value={input.kind === 'sample' ? input.name : input.kind}
        data={[
          ...SAMPLES.map(({ name, label }) => ({ value: name, label, disabled: !takesVideo })),
          ...(own ? [{ value: input.kind, label: shortened(own), disabled: !takesVideo }] : []),
          { value: 'camera', label: 'Camera', disabled: !takesVideo },
          { value: 'noise', label: 'Noise' },
        ]}
        onChange={(chosen) => {
          const input = CHOSEN.get(chosen);
          if (input) void bench.configure({ input });
        }}
      />
      <OpenClip disabled={!takesVideo} />
    </div>
  );
}

/** A video or a folder of one's own. Dropping them on the page does the same. */
function OpenClip({ disabled }: { disabled: boolean }) {
  const video = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (act: (files: readonly File[]) => void) => (event: React.ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.currentTarget.files ?? [])];
    // The same file may be chosen again, after it was changed.
    event.currentTarget.value = '';
    if (files.length > 0) act(files);
  };
  return (
    <>
      <Menu position="bottom-start" shadow="none">
        <Menu.Target>
          <Button disabled={disabled} rightSection={<ChevronDown />}>
            Open
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => video.current?.click()}>Video…</Menu.Item>
          <Menu.Item onClick={() => folder.current?.click()}>Folder of images…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={video}
        hidden
        type="file"
        accept="video/*,.mp4,.webm,.mov,.mkv"
        onChange={take(([file]) => file && void bench.configure({ input: { kind: 'file', file } }))}
      />
      <input
        ref={folder}
        hidden
        type="file"
        multiple
        {...{ webkitdirectory: '' }}
        onChange={take((files) => {
          const [name] = files[0]?.webkitRelativePath.split('/') ?? [];
          const found = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
          void bench.configure({ input: { kind: 'images', folder: imageFolder(found, name || 'Images') } });
        })}
      />
    </>
  );
}

function ownName(input: Input): string | null {
  if (input.kind === 'file') return input.file.name;
  return input.kind === 'images' ? input.folder.name : null;
}

/** Long enough to know one's own file by; the line under the frames has the whole name. */
const NAME_LENGTH = 16;

function shortened(name: string): string {
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name;
}
