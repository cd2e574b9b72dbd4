import type { Page } from 'playwright-core';

/** Waits until the models have said what they make of the drawing as it is. */
export async function answered(page: Page): Promise<void> {
  await page.locator('.draw-answers[aria-busy="false"]').waitFor();
}

/** Model -> what it takes the drawing for; '' where it says nothing. */
export async function labels(page: Page): Promise<Record<string, string>> {
  const rows = await page
    .locator('.draw-models tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th, td.draw-label')].map((cell) => cell.textContent)),
    );
  return Object.fromEntries(rows.map(([name, label]) => [name ?? '', label ?? '']));
}

/** The grey levels of the image that the models see, as the page shows it. */
export async function seenImage(page: Page): Promise<number[]> {
  return page.locator('.draw-seen canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    // A copy that is made to be read: reading the page's own again and again makes the browser complain.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas as HTMLCanvasElement, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    return Array.from({ length: width * height }, (_, pixel) => data[pixel * 4 + 3]!);
  });
}
