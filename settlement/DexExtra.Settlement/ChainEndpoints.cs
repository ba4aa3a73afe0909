using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Quorum;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement;

/// <summary>The configured endpoints as one chain; owns their connections.</summary>
internal sealed class ChainEndpoints : IDisposable
{
    private readonly List<EthereumChain> _nodes = [];

    public ChainEndpoints(SettlementSection section, ILogger log)
    {
        var urls = section.Endpoints;
        _nodes.AddRange(urls.Select(static url => new EthereumChain(new JsonRpcClient(url))));
        Names = string.Join(", ", urls.Select(static url => url.Authority));
        Chain = urls.Count == 1
            ? _nodes[0]
            : new QuorumChain(new NodeSet(
                [.. urls.Select((url, index) => new ChainNode(url.Authority, _nodes[index]))],
                section.Quorum, section.ChainId, static () => Environment.TickCount64, log));
    }

    public IChain Chain { get; }

    /// <summary>Hosts and ports; paths may hold keys.</summary>
    public string Names { get; }

    public void Dispose() => _nodes.ForEach(static node => node.Dispose());
}
