using System.Text.Json.Serialization;

namespace DexExtra.Engine.Host;

/// <summary>How idle stages wait for the next command.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitMode>))]
internal enum WaitMode
{
    /// <summary>
    /// Busy spin and pinned matching with at least <see cref="ThreadPlan.SpinningCores"/> processors, else blocking.
    /// </summary>
    Auto,

    /// <summary>Sleep until woken: right for machines with fewer processors than stages.</summary>
    Blocking,

    /// <summary>Spin, giving way to other threads.</summary>
    Yielding,

    /// <summary>Spin without giving way; needs a processor per stage.</summary>
    BusySpin,
}
