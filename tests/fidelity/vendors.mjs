// What is driven, through which description. A path of the description is prefixed with the base path of its server, because the
// proxy matches paths without one. {ids} are those of the emulator's small company.

const json = { 'content-type': 'application/json' };

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
      ['GET', '/api/v1/employees/directory'],
      ['GET', '/api/v1/employees/changed?since=2020-01-01T00:00:00Z&type=all'],
      ['GET', '/api/v1/employees/changed?since=2099-01-01T00:00:00Z'],
      ['GET', '/api/v1/employees/changed/tables/jobInfo?since=2020-01-01T00:00:00Z'],
      ['GET', '/api/v1/employees/3/tables/jobInfo'],
      ['GET', '/api/v1/employees/all/tables/employmentStatus'],
      ['GET', '/api/v1/employees/all/tables/compensation'],
      ['GET', '/api/v1/meta/fields'],
      ['GET', '/api/v1/meta/lists'],
      ['GET', '/api/v1/meta/tables'],
      ['GET', '/api/v1/meta/users?status=enabled'],
      ['GET', '/api/v1/company_information'],
      ['POST', '/api/v1/reports/custom?format=JSON&onlyCurrent=true', { title: 'all', fields: ['id', 'firstName', 'status', 'terminationDate', 'payRate', 'customSquad', '1610', '4357.0'] }],
      ['GET', '/api/v1_2/datasets'],
      ['GET', '/api/v1_2/datasets/employee/fields'],
      ['GET', '/api/v1_2/datasets/nonsense/fields'],
      ['POST', '/api/v1_2/datasets/employee/field-options', { fields: ['status', 'jobInformationDepartment'] }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid', 'firstName', 'status', 'hireDate', 'terminationDate', 'customField4378'], orderBy: 'eeid asc', page: 1, pageSize: 5 }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid'], orderBy: 'eeid asc', pageSize: 1000 }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['workEmail'] }],
      ['POST', '/api/v2/datasets/employee/data', { fields: ['eeid'], filter: 'eeid eq 1 and eeid eq 2 or eeid eq 3' }],
      ['POST', '/api/v1/datasets/employee', { fields: ['eeid', 'firstName'] }],
      ['POST', '/api/v1/webhooks', { name: 'all', url: 'https://hooks.example/x', format: 'json', events: ['employee.created', 'employee.updated'], monitorFields: ['firstName', 'customSquad'] }],
      ['POST', '/api/v1/webhooks', { name: 'wrong', url: 'https://hooks.example/x', format: 'json', events: ['employee.updated'] }],
      ['POST', '/api/v1/webhooks', { name: 'unknown', url: 'https://hooks.example/x', format: 'json', events: ['employee.updated'], monitorFields: ['nonsense'] }],
      ['GET', '/api/v1/webhooks'],
      ['GET', '/api/v1/webhooks/21'],
      ['GET', '/api/v1/webhooks/21/log'],
      ['GET', '/api/v1/webhooks/999'],
      ['GET', '/api/v1/webhooks/monitor_fields'],
      ['GET', '/api/v1/webhooks/post-fields'],
      ['DELETE', '/api/v1/webhooks/21'],
    ].map(([method, path, body]) => ({ method, path, body, headers: body ? json : {} })),
    connection: {
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
];
