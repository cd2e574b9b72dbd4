// What Restudy brings along when it is installed: known faults (npm audit), licences, and the list of all of it as a
// software bill of materials (CycloneDX), which npm itself makes: `npm run audit:deps [FILE]`. Exit code 1 if something is
// wrong. The advisories are asked of the registry, and a registry that has none is said to have none.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** Licences that let an MIT package bring the code along. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
]);
const [file = 'sbom.cdx.json'] = process.argv.slice(2);

function npm(...args) {
  const { stdout, status, error } = spawnSync('npm', [...args, '--omit', 'dev'], {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  return { stdout, status };
}

/** Returns whether there is nothing wrong. */
function checkLicences(components) {
  const others = components.flatMap(({ name, version, licenses = [] }) => {
    const ids = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression);
    const isAllowed = ids.length > 0 && ids.every((id) => ALLOWED.has(id));
    return isAllowed ? [] : [`${name}@${version}: ${ids.join(', ') || 'says nothing'}`];
  });
  console.log(
    `licences: ${components.length} packages, ${others.length} with another licence than those allowed`,
  );
  for (const line of others) console.log(`  ${line}`);
  return others.length === 0;
}

/** Returns whether there is nothing wrong, as far as can be known. */
function checkAdvisories() {
  const { metadata, error, message } = JSON.parse(npm('audit', '--json').stdout || '{}');
  if (!metadata) {
    console.log(
      `advisories: not known, the registry does not answer (${error?.summary || message || 'no answer'})`,
    );
    return true;
  }
  const { total, high, critical } = metadata.vulnerabilities;
  console.log(`advisories: ${total}, of which ${high + critical} are high or critical`);
  return total === 0;
}

const sbom = npm('sbom', '--sbom-format', 'cyclonedx');
if (sbom.status !== 0) throw new Error('npm sbom failed: run npm ci first.');
writeFileSync(file, sbom.stdout);
const { components } = JSON.parse(sbom.stdout);
console.log(`${file}: ${components.length} packages`);
const areFine = [checkLicences(components), checkAdvisories()];
process.exitCode = areFine.every(Boolean) ? 0 : 1;
