using DexExtra.Hosting;

namespace DexExtra.Simulation.Venue;

/// <summary>Where the venue's files are on the simulated disk.</summary>
internal static class SimFolders
{
    public static VenueSection Section { get; } = new()
    {
        Name = "simulation",
        DataFolder = "/data",
        RunFolder = "/run",
        EventsArchiveFolder = "/archive/events",
    };

    public static string Journal { get; } = Section.JournalFolder;

    public static string Events { get; } = Section.EventsFolder;

    public static string JournalArchive { get; } = "/archive/journal";

    public static string EventsArchive { get; } = Section.EventsArchiveFolder!;

    public static string Outbox { get; } = Path.Combine(Section.DataFolder, "settlement", "outbox");
}
