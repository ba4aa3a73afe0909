using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Mass cancels in test terms.</summary>
public static class MassCancels
{
    public static string[] MassCancel(this Venue venue, MassCancel request) =>
        venue.Apply(CommandType.MassCancel, request);

    public static string[] MassCancel(this Venue venue, AccountId account, MassCancelFilters filters = default) =>
        venue.MassCancel(new MassCancel { Account = account, ClientOrderId = 900, Filters = filters });
}
