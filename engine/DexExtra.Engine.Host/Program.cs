using DexExtra.Engine.Host;
using DexExtra.Hosting;

return await ServiceHost.RunAsync("engine", context => EngineProcess.RunAsync(args, context));
