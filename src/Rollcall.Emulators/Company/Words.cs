namespace Rollcall.Emulators.Company;

/// <summary>The words companies are made of. Invented people only: names are combined at random.</summary>
internal static class Words
{
    public static readonly string[] Women =
    [
        "Mara", "Ida", "Ava", "Lena", "Zoë", "Özlem", "Chloé", "Jürgena", "Siobhán", "Agnieszka", "Nadia", "Ingrid", "Élodie", "Priya", "Mei", "Fatima",
        "Anna-Lena", "Käthe", "Šárka", "María José", "Ольга", "Ελένη", "佳子", "नेहा", "Hannah", "Grace", "Ruth", "Tuğba", "Birgit", "Sunniva",
    ];

    public static readonly string[] Men =
    [
        "Jonas", "Sören", "Marco", "Jürgen", "Łukasz", "José", "Björn", "Hans-Peter", "Müslüm", "Tomás", "Arjun", "Wei", "Ibrahim", "Noah", "Elias", "Finn",
        "Giuseppe", "Zdeněk", "Áron", "Søren", "Дмитрий", "Γιώργος", "健太", "राहुल", "Henry", "Oscar", "Paul", "Çağlar", "Uwe", "Torbjørn",
    ];

    public static readonly string[] Surnames =
    [
        "Lind", "Berg", "Nowak", "Müller", "Weiß", "Groß", "Schäfer", "O'Brien", "van der Berg", "García López", "Dvořák", "Żółć", "Åkesson", "Nguyễn", "Yılmaz",
        "Smith", "Park", "Kowalska", "D'Angelo", "Saint-Pierre", "von Ahlen", "Iñárritu", "Þórsson", "Öztürk", "MacLeod", "Иванов", "Παπαδόπουλος", "田中", "शर्मा",
        "Schmidt", "Keller", "Huber", "Fischer", "Bauer", "Rossi", "Silva", "Ivanova", "Cohen", "Haddad", "Okafor", "Mensah", "Tanaka", "Kim", "Chen", "Singh",
    ];

    public static readonly string[] Divisions = ["Europe", "Americas", "Produkt", "Zentrale Dienste"];

    public static readonly string[] Departments =
    [
        "Engineering", "Forschung & Entwicklung", "Vertrieb", "Sales", "Marketing", "People", "Buchhaltung", "Legal", "Operations", "Operations", "Kundenbetreuung",
        "Einkauf", "Qualität", "Produktion", "Logistik", "IT", "Data", "Design", "Facility-Management", "Geschäftsführung",
    ];

    public static readonly string[] Offices = ["München", "Berlin", "Vienna, AT", "Zürich", "Köln", "London", "New York", "São Paulo", "Kraków", "Remote"];

    public static readonly string[] Subcompanies = ["Acme GmbH", "Acme Österreich GmbH", "Acme Inc."];

    public static readonly string[] Titles =
    [
        "Engineer", "Senior Engineer", "Sachbearbeiter/in", "HR Partner", "Account Executive", "Teamleitung", "Head of Department", "Designer", "Buchhalter/in",
        "Product Manager", "Support Engineer", "Werkstudent/in", "Data Analyst", "Rechtsanwältin", "Lagerist", "Chief of Staff", "CEO", "Engineering Manager",
    ];

    public static readonly string[] Levels = ["L1", "L2", "L3", "L4", "L5", "L6", "L7"];

    public static readonly string[] Squads = ["Falcon", "Otter", "Wölfe", "Bär", "Lynx", "Kraken", "Heron", "Fuchs", "Orca", "Dachs", "Phoenix", "Ameise"];

    public static readonly string[] Skills =
    [
        "C#", "SQL", "Kubernetes", "Negotiation", "Löten", "First aid", "Ersthelfer/in", "Brandschutz", "Excel", "French", "Spanish", "R", "Forklift", "UX research",
        "Payroll", "Tax, VAT", "Public speaking", "Figma",
    ];

    public static readonly string[] ShirtSizes = ["1. Small", "2. Medium", "3. Large", "4. X-Large"];
}
