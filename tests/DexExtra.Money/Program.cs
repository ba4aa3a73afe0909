using DexExtra.Engine.Reference.Money;
using DexExtra.Money;

if (args.Contains("--list"))
{
    Console.WriteLine(string.Join('\n', MoneyProfile.Names));
    return 0;
}

if (MoneyOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(MoneyOptions.Usage);
    return 2;
}

if (!options.IsCrash)
{
    return new LifeRunner(options).Run();
}

var crash = new CrashMarket(options.Accounts, options.Seed);
crash.Run();
foreach (var line in crash.Report())
{
    Console.WriteLine(line);
}

return 0;
