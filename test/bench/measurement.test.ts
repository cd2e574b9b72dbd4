import { describe, expect, it } from 'vitest';
import { median, summarize } from '../../bench/measurement.js';

describe('a median', () => {
  it('is the middle one, or the mean of the middle two', () => {
    expect(median([3])).toBe(3);
    expect(median([10, 1, 2])).toBe(2);
    expect(median([4, 1, 10, 2])).toBe(3);
  });

  it('needs a number', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a summary', () => {
  it('has medians, but the largest memory', () => {
    const summary = summarize([
      { seconds: 3, peakMemoryBytes: 10, figures: { 'MB/s': 1 }, parts: { fit: 2 } },
      { seconds: 1, peakMemoryBytes: 30, figures: { 'MB/s': 5 }, parts: { fit: 8 } },
      { seconds: 2, peakMemoryBytes: 20, figures: { 'MB/s': 3 }, parts: { fit: 4 } },
    ]);
    expect(summary).toMatchObject({
      seconds: 2,
      peakMemoryBytes: 30,
      figures: { 'MB/s': 3 },
      parts: { fit: 4 },
    });
  });

  it('knows no memory where none was measured', () => {
    expect(summarize([{ seconds: 1 }])).toMatchObject({ peakMemoryBytes: null, result: null });
  });

  it('is refused if the same work came to different results', () => {
    const measurements = [
      { seconds: 1, result: '9 correct' },
      { seconds: 1, result: '8 correct' },
    ];
    expect(() => summarize(measurements)).toThrow('9 correct / 8 correct');
  });
});
