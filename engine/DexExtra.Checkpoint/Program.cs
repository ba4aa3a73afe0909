using DexExtra.Checkpoint;
using DexExtra.Hosting;

return await ServiceHost.RunAsync("checkpoint", context => CheckpointProcess.RunAsync(args, context));
