namespace DexExtra.Persistence.Projection;

/// <summary>What the projection relies on and no column checks.</summary>
internal static class Contract
{
    /// <exception cref="ContractException">The condition does not hold.</exception>
    public static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new ContractException(reason);
        }
    }
}
