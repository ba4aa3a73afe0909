namespace DexExtra.Engine.Reference.Money;

/// <summary>The kinds of account in <see cref="CrashMarket"/>.</summary>
public enum CrashClass
{
    /// <summary>Quotes, and carries the first leg of the early shorts.</summary>
    Maker,

    /// <summary>Short since before the rise, well margined: nobody can close a bankrupt long against them with a profit.</summary>
    EarlyShort,

    /// <summary>Long since the top, at initial margin.</summary>
    LeveragedLong,

    /// <summary>Short since the top: the winners, who are deleveraged first.</summary>
    LeveragedShort,

    /// <summary>Long since the top with enough to live through the fall.</summary>
    SolidLong,

    /// <summary>Short since the top with much margin: winners who are deleveraged last.</summary>
    SolidShort,
}
