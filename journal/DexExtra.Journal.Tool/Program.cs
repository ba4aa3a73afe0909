using DexExtra.Journal.Tool;

return Tool.Run(args, Console.Out, Console.Error);
