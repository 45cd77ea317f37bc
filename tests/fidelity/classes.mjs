// The errors of theirs that a shrunk case can show. known-errors.json has the rule of the guide and a minimal case of each.

const documents = (world) => [...(world.identity ?? []), world.trust, world.boundary, world.session, world.endpoint,
  ...(world.scp ?? []).flat(), ...(world.rcp ?? []).flat()].filter(Boolean);
const statements = (world) => documents(world).flatMap((policy) => policy.Statement.map((statement) => ({ ...statement, Version: policy.Version })));
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const conditions = (world) => statements(world).flatMap((statement) => Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
  Object.entries(keys).map(([key, values]) => ({ operator, key, values: list(values), version: statement.Version }))));
const named = (statement) => [statement.Principal, statement.NotPrincipal].flatMap((one) => (one && typeof one === 'object' ? list(one.AWS) : []));

const present = (world, key) => Object.keys(world.context).find((name) => name.toLowerCase() === key.toLowerCase());
/** Whether a text has a variable that the request has no single value for, and no default. */
const isEmpty = (world, text) => [...text.matchAll(/\$\{([^}]*)\}/g)].some(([, variable]) =>
  !['*', '?', '$'].includes(variable) && !variable.includes(',') && typeof world.context[present(world, variable)] !== 'string');
const isNegated = (operator) => /Not/.test(operator);

export const classes = [
  {
    id: 'session-policy-and-direct-grant',
    matches: (world, { ours, theirs }) => world.session && world.by.account === world.account && ours === 'Allowed' && theirs === 'ImplicitDeny'
      && statements({ trust: world.trust }).some((one) => one.Principal === '*' || one.NotPrincipal || named(one).some((name) => name === '*' || name === world.by.name)),
  },
  {
    id: 'account-names-provider',
    matches: (world) => world.by.type === 'Federated'
      && statements({ trust: world.trust }).some((one) => named(one).some((name) => /^[0-9]{12}$|:root$/.test(name) && name.includes(world.by.name.split(':')[4]))),
  },
  {
    id: 'not-resource-variable-without-value',
    matches: (world) => statements(world).some((one) => one.Version === '2012-10-17' && list(one.NotResource).some((text) => isEmpty(world, text))),
  },
  {
    id: 'negated-operator-variable-without-value',
    matches: (world) => conditions(world).some((one) => one.version === '2012-10-17' && isNegated(one.operator) && one.values.some((text) => isEmpty(world, text))),
  },
  {
    id: 'epoch-beside-iso-date',
    matches: (world) => conditions(world).some((one) => /Date/.test(one.operator)
      && one.values.some((text) => /^[0-9]+$/.test(text) !== /^[0-9]+$/.test(world.context[present(world, one.key)] ?? text))),
  },
  {
    id: 'null-with-set-operator',
    matches: (world) => conditions(world).some((one) => /^For(All|Any)Values?:Null$/.test(one.operator)),
  },
  {
    id: 'for-any-value-if-exists',
    matches: (world) => conditions(world).some((one) => /^ForAnyValue:.*IfExists$/.test(one.operator) && present(world, one.key) === undefined),
  },
  {
    id: 'variables-in-first-version',
    matches: (world) => statements(world).some((one) => one.Version === '2008-10-17'
      && (list(one.Resource).concat(list(one.NotResource)).some((text) => text.includes('${')) || JSON.stringify(one.Condition ?? {}).includes('${'))),
  },
  {
    id: 'not-resource-incomplete',
    matches: (world) => statements(world).some((one) => list(one.NotResource).some((text) => text !== '*' && text.split(':').length < 6)),
  },
  {
    id: 'arn-operator-splits-variable',
    matches: (world) => conditions(world).some((one) => /Arn/.test(one.operator) && one.values.some((text) => /\$\{[^}]*:[^}]*\}/.test(text))),
  },
  {
    id: 'negated-arn-operator-incomplete-arn',
    matches: (world) => conditions(world).some((one) => /ArnNot/.test(one.operator) && one.values.some((text) => text.split(':').length < 6)),
  },
  {
    id: 'address-families-and-zero-prefix',
    matches: (world) => conditions(world).some((one) => /IpAddress/.test(one.operator) && one.values.some((text) => text.includes(':') || text.endsWith('/0'))),
  },
];
