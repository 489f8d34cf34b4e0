// What is driven, through which description. A path of the description is prefixed with the base path of its server, because the
// proxy matches paths without one. {ids} are those of the emulator's small company.

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

export const vendors = [
  {
    key: 'bamboohr',
    specs: [{ file: 'bamboohr-public.yaml', base: '' }],
    authorise: async ({ credentials }) => ({ authorization: 'Basic ' + Buffer.from(credentials.apiKey + ':x').toString('base64') }),
    headers: { accept: 'application/json' },
    calls: [
      ['GET', '/api/v1/employees/0'],
      ['GET', '/api/v1/employees/3?fields=firstName,lastName,workEmail,jobTitle,department,hireDate,terminationDate,status,payRate,customSkills'],
      ['GET', '/api/v1/employees/99999'],
      ['GET', '/api/v1/employees?fields=workEmail,departmentName,departmentId,reportsToId,hireDate,employmentStatusName&sort=lastName'],
      ['GET', '/api/v1/employees?page[limit]=5&sort=-lastName,firstName'],
      ['GET', '/api/v1/employees?filter[status]=active&filter[jobTitleName]=engineer&page[limit]=3&fields=teams,payRate,isManager'],
      ['GET', '/api/v1/employees?sort=nonsense'],
      ['GET', '/api/v1/employees?page[after]=nonsense'],
      ['GET', '/api/v1/employees/directory'],
      ['GET', '/api/v1/employees/directory?onlyCurrent=false'],
      ['GET', '/api/v1/employees/2/photo/small'],
      ['GET', '/api/v1/employees/changed?since=2020-01-01T00:00:00Z&type=all'],
      ['GET', '/api/v1/employees/changed?since=2099-01-01T00:00:00Z'],
      ['GET', '/api/v1/employees/changed'],
      ['GET', '/api/v1/employees/changed/tables/jobInfo?since=2020-01-01T00:00:00Z'],
      ['GET', '/api/v1/employees/changed/tables/jobInfo?since=2099-01-01T00:00:00Z'],
      ['GET', '/api/v1/employees/3/tables/nonsense'],
      ['GET', '/api/v1/employees/all/tables/customEquipment'],
      ['GET', '/api/v1/employees/3/tables/jobInfo'],
      ['GET', '/api/v1/employees/all/tables/employmentStatus'],
      ['GET', '/api/v1/employees/all/tables/compensation'],
      ['GET', '/api/v1/meta/fields'],
      ['GET', '/api/v1/meta/lists'],
      ['GET', '/api/v1/meta/tables'],
      ['GET', '/api/v1/meta/users?status=enabled'],
      ['GET', '/api/v1/company_information'],
      ['POST', '/api/v1/reports/custom?format=JSON&onlyCurrent=true', { title: 'all', fields: ['id', 'firstName', 'status', 'terminationDate', 'payRate', 'customSquad', '1610', '4357.0'] }],
      ['POST', '/api/v1/reports/custom?format=JSON', { title: 'some', fields: ['id', 'lastChanged'], filters: { lastChanged: { includeNull: 'no', value: '2020-01-01T00:00:00Z' } } }],
      ['GET', '/api/v1/datasets'],
      ['GET', '/api/v1/datasets/employee/fields'],
      ['GET', '/api/v1_2/datasets'],
      ['GET', '/api/v1_2/datasets/employee/fields'],
      ['GET', '/api/v1_2/datasets/nonsense/fields'],
      ['POST', '/api/v1_2/datasets/employee/field-options', { fields: ['status', 'jobInformationDepartment'] }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid', 'firstName', 'status', 'hireDate', 'terminationDate', 'customField4378'], orderBy: 'eeid asc', page: 1, pageSize: 5 }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid'], orderBy: 'eeid asc', pageSize: 1000 }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['workEmail'] }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid'], filter: 'eeid eq 1 and eeid eq 2 or eeid eq 3' }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid', 'status'], filter: "status in ('Active','Inactive') and eeid gt 3", orderBy: 'eeid desc', page: 2, pageSize: 2 }],
      ['POST', '/api/v1/datasets/employee', { fields: ['eeid', 'firstName'] }],
      ['POST', '/api/v1/webhooks', { name: 'all', url: 'https://hooks.example/x', format: 'json', events: ['employee.created', 'employee.updated'], monitorFields: ['firstName', 'customSquad'] }],
      ['POST', '/api/v1/webhooks', { name: 'wrong', url: 'https://hooks.example/x', format: 'json', events: ['employee.updated'] }],
      ['POST', '/api/v1/webhooks', { name: 'unknown', url: 'https://hooks.example/x', format: 'json', events: ['employee.updated'], monitorFields: ['nonsense'] }],
      ['GET', '/api/v1/webhooks'],
      ['PUT', '/api/v1/webhooks/21', { name: 'again', url: 'https://hooks.example/y', format: 'form-encoded', events: ['employee.deleted'], includeCompanyDomain: true }],
      ['POST', '/api/v1/webhooks', { name: 'old', url: 'https://hooks.example/x', format: 'json', monitorFields: ['firstName'], postFields: { firstName: 'First name' } }],
      ['GET', '/api/v1/webhooks/21'],
      ['GET', '/api/v1/webhooks/21/log'],
      ['GET', '/api/v1/webhooks/999'],
      ['GET', '/api/v1/webhooks/monitor_fields'],
      ['GET', '/api/v1/webhooks/post-fields'],
      ['DELETE', '/api/v1/webhooks/21'],
    ].map(([method, path, body]) => ({ method, path, body, headers: body ? json : {} })),
    connection: {
      delta: true,
      secrets: { BAMBOOHR_API_KEY: 'apiKey' },
      yaml: (address) => `
workspace: fidelity
customAttributes:
  - { key: squad, name: Squad, type: text }
connections:
  - name: bamboohr
    provider: bamboohr
    settings: { company-domain: acme, base-url: "${address}" }
    secrets: { api-key: "\${BAMBOOHR_API_KEY}" }
    mappings:
      - { from: customSquad, to: "custom:squad" }
`,
    },
  },
  {
    key: 'hibob',
    specs: [{ file: 'hibob-public-api-2025-06.yaml', base: '/v1' }],
    authorise: async ({ credentials }) => ({ authorization: 'Basic ' + Buffer.from(`${credentials.serviceUserId}:${credentials.token}`).toString('base64') }),
    headers: { accept: 'application/json' },
    prepare: async (get) => {
      const people = await get('POST', '/v1/people/search', { fields: ['root.id', 'root.email'], showInactive: true });
      const bulk = await get('GET', '/v1/bulk/people/work?limit=5');
      return {
        id: people.employees[0].id,
        other: people.employees[2].id,
        fifth: people.employees[4].id,
        email: people.employees[0].email,
        table: 'about__table_1700000000201',
        cursor: encodeURIComponent(bulk.response_metadata.next_cursor),
      };
    },
    calls: [
      ['POST', '/v1/people/search', { showInactive: true }],
      ['POST', '/v1/people/search', { fields: ['root.id', 'root.email', 'work.title', 'work.reportsTo', 'internal.status'], humanReadable: 'APPEND', showInactive: true }],
      ['POST', '/v1/people/search', { fields: ['root.id', 'work.department'], humanReadable: 'REPLACE', filters: [{ fieldPath: 'root.id', operator: 'equals', values: ['{id}', '{other}'] }] }],
      ['POST', '/v1/people/{id}', { fields: ['root.id', 'root.firstName', 'work.startDate'] }],
      ['POST', '/v1/people/0000000000000000000', { fields: ['root.id'] }],
      ['GET', '/v1/profiles'],
      ['GET', '/v1/company/people/fields'],
      ['GET', '/v1/company/named-lists'],
      ['GET', '/v1/company/named-lists?includeArchived=true'],
      ['GET', '/v1/company/named-lists/department'],
      ['GET', '/v1/company/named-lists/site'],
      ['GET', '/v1/company/named-lists/nonsense'],
      ['GET', '/v1/people/custom-tables/metadata'],
      ['GET', '/v1/people/custom-tables/metadata/{table}'],
      ['GET', '/v1/people/custom-tables/{fifth}/{table}?includeHumanReadable=true'],
      ['GET', '/v1/people/{id}/work'],
      ['GET', '/v1/people/{id}/employment'],
      ['GET', '/v1/people/{id}/lifecycle'],
      ['GET', '/v1/people/{id}/salaries'],
      ['GET', '/v1/people/{other}/work'],
      ['GET', '/v1/people/{other}/employment'],
      ['GET', '/v1/people/{other}/lifecycle'],
      ['GET', '/v1/people/{other}/salaries'],
      ['GET', '/v1/people/{id}/equities'],
      ['GET', '/v1/people/{id}/variable'],
      ['GET', '/v1/people/{id}/training'],
      ['GET', '/v1/people/{id}/bank-accounts'],
      ['GET', '/v1/bulk/people/work?limit=5'],
      ['GET', '/v1/bulk/people/work?limit=5&cursor={cursor}'],
      ['GET', '/v1/bulk/people/work?employeeIds={id},{other},1'],
      ['GET', '/v1/bulk/people/work?limit=500'],
      ['GET', '/v1/bulk/people/employment?limit=5'],
      ['GET', '/v1/bulk/people/lifecycle?limit=5'],
      ['GET', '/v1/bulk/people/salaries?limit=5'],
      ['GET', '/v1/avatars/{id}'],
      ['GET', '/v1/avatars?email={email}'],
      ['POST', '/v1/people/search', { filters: [{ fieldPath: 'work.title', operator: 'equals', values: ['x'] }] }],
      ['POST', '/v1/people/{email}', { fields: ['root.id', 'root.email'], humanReadable: 'REPLACE' }],
    ].map(([method, path, body]) => ({ method, path, body, headers: body ? json : {} })),
    connection: {
      secrets: { HIBOB_TOKEN: 'token' },
      yaml: (address, { serviceUserId }) => `
workspace: fidelity
connections:
  - name: hibob
    provider: hibob
    settings: { service-user-id: "${serviceUserId}", base-url: "${address}" }
    secrets: { token: "\${HIBOB_TOKEN}" }
`,
    },
  },
  {
    key: 'personio',
    specs: [
      { file: 'personio-official-auth-api.yaml', base: '/v1' },
      { file: 'personio-official-personnel-data-api-oa3.yaml', base: '/v1' },
      { file: 'personio-v2-official-credentials-service-api-v2.json', base: '' },
      { file: 'personio-v2-official-persons-service-api-v2.json', base: '' },
      { file: 'personio-v2-official-employment-contract-v2.json', base: '' },
    ],
    authorise: async ({ address, credentials }) => {
      const answer = await fetch(address + '/v2/auth/token', { method: 'POST', headers: form, body: secretsOf(credentials) });
      return { authorization: 'Bearer ' + (await answer.json()).access_token };
    },
    headers: { accept: 'application/json' },
    prepare: async (get, credentials) => {
      const people = await get('GET', '/v1/company/employees?limit=3');
      const id = people.data[1].attributes.id.value;
      const email = people.data[0].attributes.email.value;
      const employments = await get('GET', `/v2/persons/${id}/employments`);
      return { id, email, employment: employments._data?.[0]?.id ?? 'none', secrets: secretsOf(credentials), clientId: credentials.clientId, clientSecret: credentials.clientSecret };
    },
    calls: [
      ['POST', '/v1/auth', { client_id: '{clientId}', client_secret: '{clientSecret}' }],
      ['POST', '/v1/auth', { client_id: '{clientId}', client_secret: 'wrong' }],
      ['POST', '/v1/auth', '{secrets}'],
      ['POST', '/v2/auth/token', '{secrets}'],
      ['POST', '/v2/auth/token', '{secrets}0'],
      ['GET', '/v1/company/employees?limit=5&offset=5'],
      ['GET', '/v1/company/employees?limit=100&attributes[]=first_name&attributes[]=supervisor'],
      ['GET', '/v1/company/employees?email={email}'],
      ['GET', '/v1/company/employees?limit=100&offset=0&updated_since=2020-01-01T00:00:00'],
      ['GET', '/v1/company/employees?limit=500'],
      ['GET', '/v1/company/employees/attributes'],
      ['GET', '/v1/company/employees/custom-attributes'],
      ['GET', '/v1/company/employees/{id}'],
      ['GET', '/v1/company/employees/99999999'],
      ['GET', '/v2/persons?limit=5'],
      ['GET', '/v2/persons?limit=5&status=INACTIVE'],
      ['GET', '/v2/persons?email={email}'],
      ['GET', '/v2/persons?updated_at.gt=2020-01-01T00:00:00Z'],
      ['GET', '/v2/persons?limit=100'],
      ['GET', '/v2/persons/{id}'],
      ['GET', '/v2/persons/99999999'],
      ['GET', '/v2/persons/{id}/employments'],
      ['GET', '/v2/persons/{id}/employments?updated_at.gt=2020-01-01T00:00:00Z'],
      ['GET', '/v2/persons/{id}/employments/{employment}'],
    ].map(([method, path, body]) => ({ method, path, body, headers: typeof body === 'string' ? form : body ? json : {}, probe: path.startsWith('/v2/persons') && !path.includes('9999') ? '/v2/persons' : undefined })),
    connection: {
      delta: true,
      secrets: { PERSONIO_CLIENT_SECRET: 'clientSecret' },
      yaml: (address, { clientId }) => `
workspace: fidelity
connections:
  - name: personio
    provider: personio
    settings: { client-id: "${clientId}", base-url: "${address}" }
    secrets: { client-secret: "\${PERSONIO_CLIENT_SECRET}" }
`,
    },
  },
];

function secretsOf({ clientId, clientSecret }) {
  return new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }).toString();
}
