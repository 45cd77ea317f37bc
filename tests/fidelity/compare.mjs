// Compares our decisions with those of @cloud-copilot/iam-simulate, and shrinks what differs. See README.md.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { classes } from './classes.mjs';

const [program, modules, seed, count, forms] = process.argv.slice(2);
const entry = createRequire(join(modules, 'package.json')).resolve('@cloud-copilot/iam-simulate');
const { runSimulation } = await import(pathToFileURL(entry));

const decider = spawn(program, ['decide'], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: decider.stdout })[Symbol.asyncIterator]();

async function ours(world) {
  decider.stdin.write(JSON.stringify(world) + '\n');
  return (await answers.next()).value;
}

const named = (documents) => (documents ?? []).map((policy, index) => ({ name: `p${index}`, policy }));
const levels = (list) => (list ?? []).map((policies, index) => ({ orgIdentifier: `level-${index}`, policies: named(policies) }));
const outcomes = { Allowed: 'Allowed', ImplicitlyDenied: 'ImplicitDeny', ExplicitlyDenied: 'ExplicitDeny' };

/** Their decision, and the keys that they leave out; null where they refuse the case. */
async function theirs(world) {
  let result;
  try {
    result = await runSimulation({
      request: {
        principal: world.by.name,
        action: world.action,
        resource: { resource: world.resource, accountId: world.account },
        contextVariables: world.context,
      },
      identityPolicies: named(world.identity),
      serviceControlPolicies: levels(world.scp),
      resourceControlPolicies: levels(world.rcp),
      resourcePolicy: world.trust,
      permissionBoundaryPolicies: world.boundary ? named([world.boundary]) : undefined,
      vpcEndpointPolicies: world.endpoint ? named([world.endpoint]) : undefined,
      sessionPolicy: world.session,
    }, { simulationMode: 'Strict' });
  } catch (error) {
    return { refused: `exception: ${error.message}` };
  }
  if (result.resultType === 'error') return { refused: JSON.stringify(result.errors) };
  return { outcome: outcomes[result.overallResult] ?? result.overallResult, ignored: result.result.ignoredContextKeys ?? [] };
}

/** Both decisions; a key that they do not take for the action is left out of ours too. */
async function decide(world) {
  const other = await theirs(world);
  if (other.refused) return { refused: other.refused };
  let seen = world;
  if (other.ignored.length > 0) {
    const ignored = new Set(other.ignored.map((key) => key.toLowerCase()));
    const context = Object.fromEntries(Object.entries(world.context).filter(([key]) => !ignored.has(key.toLowerCase())));
    seen = { ...world, context };
  }
  return { ours: await ours(seen), theirs: other.outcome, ignored: other.ignored };
}

const differ = (decision) => !decision.refused && decision.ours !== decision.theirs;

/** Every world that is smaller by one part. */
function* smaller(world) {
  for (const name of ['boundary', 'session', 'endpoint', 'scp', 'rcp']) {
    if (world[name]) { const { [name]: _, ...rest } = world; yield rest; }
  }
  const containers = (value, path = []) => value === null || typeof value !== 'object' ? []
    : [[path, value], ...Object.entries(value).flatMap(([key, item]) => containers(item, [...path, key]))];
  for (const [path, value] of containers(world)) {
    if (path[0] === 'by' || path.length === 0) continue;
    const keys = Object.keys(value);
    const isDocument = ['Version', 'Statement', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal'];
    for (const key of keys) {
      if (Array.isArray(value) ? value.length < 2 && path.length > 1 : isDocument.includes(key)) continue;
      const copy = structuredClone(world);
      const at = path.reduce((node, step) => node[step], copy);
      if (Array.isArray(at)) at.splice(Number(key), 1);
      else delete at[key];
      if (valid(copy)) yield copy;
    }
  }
}

function valid(world) {
  const documents = [...(world.identity ?? []), world.trust, world.boundary, world.session, world.endpoint, ...(world.scp ?? []).flat(), ...(world.rcp ?? []).flat()];
  return documents.every((policy) => !policy || (policy.Statement.length > 0 && policy.Statement.every((statement) =>
    Object.values(statement.Condition ?? { a: { b: 1 } }).every((keys) => Object.keys(keys).length > 0))
    && policy.Statement.every((statement) => [statement.Principal, statement.NotPrincipal].every((one) => typeof one !== 'object' || Object.keys(one).length > 0))));
}

async function shrink(world, decision) {
  for (let again = true; again;) {
    again = false;
    for (const candidate of smaller(world)) {
      const next = await decide(candidate);
      if (differ(next) && next.ours === decision.ours && next.theirs === decision.theirs) {
        world = candidate;
        again = true;
        break;
      }
    }
  }
  return world;
}

const tally = new Map();
const unknown = [];
let compared = 0;
let refused = 0;
const reasons = new Map();

const generator = spawn(program, ['generate', seed, count, forms], { stdio: ['ignore', 'pipe', 'inherit'] });
for await (const line of createInterface({ input: generator.stdout })) {
  const world = JSON.parse(line).case;
  const decision = await decide(world);
  if (decision.refused) {
    refused++;
    const reason = decision.refused.slice(0, 160);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    continue;
  }
  compared++;
  if (!differ(decision)) continue;
  const least = await shrink(world, decision);
  const known = classes.find((one) => one.matches(least, decision));
  const id = known?.id ?? 'unknown';
  if (known && !tally.has(id) && process.env.FIDELITY_EXAMPLES) console.log(JSON.stringify({ id, ours: decision.ours, theirs: decision.theirs, case: least }));
  tally.set(id, (tally.get(id) ?? 0) + 1);
  if (!known) unknown.push({ ours: decision.ours, theirs: decision.theirs, case: least });
}

// The minimal case of each known error, so that a version of theirs without it is noticed.
const file = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'known-errors.json'), 'utf8'));
for (const known of file) {
  const decision = await decide(known.case);
  if (decision.ours !== known.ours) { unknown.push({ ...known, now: decision }); console.log(`Ours is no longer ${known.ours}: ${known.id}`); }
  else if (decision.theirs !== known.theirs) console.log(`Mended by them, take it out of the list: ${known.id} (${JSON.stringify(decision)})`);
}

decider.stdin.end();
console.log(`seed ${seed}, ${forms}: ${compared} compared, ${refused} refused by theirs, ${[...tally.values()].reduce((sum, one) => sum + one, 0)} differ`);
for (const [id, times] of [...tally].sort()) console.log(`  ${times}  ${id}`);
for (const [reason, times] of [...reasons].sort((left, right) => right[1] - left[1]).slice(0, 3)) console.log(`  refused ${times}: ${reason}`);
for (const item of unknown.slice(0, 20)) console.log(JSON.stringify(item));
process.exit(unknown.length > 0 ? 1 : 0);
