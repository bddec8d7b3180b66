import {
  BlobSource,
  BufferTarget,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';

/**
 * A long mp4 (H.264) made by repeating a short one's packets, each filled up with a filler NAL unit (type 12, which
 * decoders skip) to the bytes a real video would have. Nothing is encoded, so a minute takes a moment.
 */
export async function longVideo(short: Blob, { seconds, bytesPerFrame }: { seconds: number; bytesPerFrame: number }) {
  const input = new Input({ source: new BlobSource(short), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !decoderConfig) throw new Error('The short video has no H.264 track.');
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  const [start, end] = [await track.getFirstTimestamp(), await track.computeDuration()];

  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source);
  await output.start();
  const filler = fillerUnit(bytesPerFrame);
  for (let shift = 0; shift < seconds - 1e-6; shift += end - start) {
    for (const packet of packets) {
      const data = new Uint8Array([...packet.data, ...filler]);
      await source.add(new EncodedPacket(data, packet.type, packet.timestamp - start + shift, packet.duration), {
        decoderConfig,
      });
    }
  }
  await output.finalize();
  input.dispose();
  return { file: new Blob([target.buffer as ArrayBuffer]), loop: packets.length };
}

/** A NAL unit of 0xff bytes behind its 4-byte length, as mp4 stores them (H.264, 7.3.2.7). */
function fillerUnit(bytes: number): Uint8Array {
  const unit = new Uint8Array(bytes).fill(0xff);
  new DataView(unit.buffer).setUint32(0, bytes - 4);
  unit[4] = 12;
  unit[bytes - 1] = 0x80;
  return unit;
}
