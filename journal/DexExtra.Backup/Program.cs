using DexExtra.Backup;

return BackupTool.Run(args, Console.Out, Console.Error);
