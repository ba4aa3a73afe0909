using System.Xml.Linq;

namespace DexExtra.Architecture.Tests;

/// <summary>What one project file says: the project's name and the names of what it references.</summary>
internal sealed record Project(
    string Name, string File, IReadOnlyList<string> References, IReadOnlyList<string> Packages, XElement Xml)
{
    public static IReadOnlyList<Project> All { get; } =
        [.. Repository.FilesEndingWith(".csproj").Select(Load)];

    public string Folder => Path.GetDirectoryName(File)!.Replace('\\', '/');

    public bool IsTest => Name.EndsWith(".Tests", StringComparison.Ordinal);

    private static Project Load(string file)
    {
        var xml = XElement.Parse(Repository.Read(file));
        return new Project(
            Path.GetFileNameWithoutExtension(file),
            file,
            [.. Includes(xml, "ProjectReference")
                .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Includes(xml, "PackageReference")],
            xml);
    }

    private static IEnumerable<string> Includes(XElement xml, string element) =>
        xml.Descendants(element).Select(item => item.Attribute("Include")?.Value ?? "");
}
