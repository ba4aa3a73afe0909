using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Client;

/// <summary>Reads frames, keeps the position in the flow and calls the handler. One task at a time.</summary>
internal sealed partial class ReceiveLoop(
    Socket socket, FrameReader reader, FlowTracker flow, IOrderEntryHandler handler)
{
    private bool _drained;

    /// <summary>Read by other threads for heartbeats and display.</summary>
    public ulong NextSeqNo => flow.NextSeqNo;

    /// <summary>Set when we said goodbye: the venue's Terminate is then the expected answer.</summary>
    public bool Closing { get; set; }

    public bool TryRequest(out ulong fromSeqNo, out uint count) => flow.TryRequest(out fromSeqNo, out count);

    /// <summary>Handles what is there, or waits for one receive; returns how the session ended, if it did.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionEnd?> ReceiveAsync(CancellationToken cancellation)
    {
        // the acknowledgement may have brought messages behind it
        if (_drained)
        {
            var received = await socket.ReceiveAsync(reader.Free, cancellation);
            if (received == 0)
            {
                return Over(SessionEndReason.ConnectionLost, "the venue closed the connection");
            }

            reader.Advance(received);
        }

        _drained = true;
        return Drain();
    }

    private SessionEnd? Drain()
    {
        while (true)
        {
            var status = reader.TryRead(out var frame);
            if (status == FrameStatus.Incomplete)
            {
                return null;
            }

            if (status != FrameStatus.Complete || Frame.Decode(frame, out var template) != DecodeResult.Ok)
            {
                return Over(SessionEndReason.ProtocolViolation, "the venue sent bytes that are no message");
            }

            if (Handle(template, frame) is { } end)
            {
                return end;
            }
        }
    }

    private SessionEnd? Handle(Template template, ReadOnlySpan<byte> frame)
    {
        switch (template)
        {
            case Template.ExecutionReport:
                ref readonly var report = ref Frame.Body<ExecutionReport>(frame);
                if (Accept(report.SeqNo, report.PossResend))
                {
                    handler.OnExecutionReport(in report);
                }

                return null;
            case Template.OrderCancelReject:
                ref readonly var reject = ref Frame.Body<OrderCancelReject>(frame);
                if (Accept(reject.SeqNo, reject.PossResend))
                {
                    handler.OnOrderCancelReject(in reject);
                }

                return null;
            case Template.DepositReport:
                ref readonly var deposit = ref Frame.Body<DepositReport>(frame);
                if (Accept(deposit.SeqNo, deposit.PossResend))
                {
                    handler.OnDepositReport(in deposit);
                }

                return null;
            case Template.PreventedMatchReport:
                ref readonly var prevented = ref Frame.Body<PreventedMatchReport>(frame);
                if (Accept(prevented.SeqNo, prevented.PossResend))
                {
                    handler.OnPreventedMatch(in prevented);
                }

                return null;
            case Template.BusinessReject:
                handler.OnBusinessReject(in Frame.Body<BusinessReject>(frame));
                return null;
            default:
                return HandleState(template, frame) ? null : HandleSession(template, frame);
        }
    }

    /// <summary>Reports of what happens besides entry, trades and end; false for any other message.</summary>
    private bool HandleState(Template template, ReadOnlySpan<byte> frame)
    {
        switch (template)
        {
            case Template.OrderTriggeredReport:
                ref readonly var triggered = ref Frame.Body<OrderTriggeredReport>(frame);
                if (Accept(triggered.SeqNo, triggered.PossResend))
                {
                    handler.OnOrderTriggered(in triggered);
                }

                return true;
            case Template.OrderActivatedReport:
                ref readonly var activated = ref Frame.Body<OrderActivatedReport>(frame);
                if (Accept(activated.SeqNo, activated.PossResend))
                {
                    handler.OnOrderActivated(in activated);
                }

                return true;
            case Template.OrderRepricedReport:
                ref readonly var repriced = ref Frame.Body<OrderRepricedReport>(frame);
                if (Accept(repriced.SeqNo, repriced.PossResend))
                {
                    handler.OnOrderRepriced(in repriced);
                }

                return true;
            case Template.OrderAmendedReport:
                ref readonly var amended = ref Frame.Body<OrderAmendedReport>(frame);
                if (Accept(amended.SeqNo, amended.PossResend))
                {
                    handler.OnOrderAmended(in amended);
                }

                return true;
            case Template.OrderAmendReject:
                ref readonly var reject = ref Frame.Body<OrderAmendReject>(frame);
                if (Accept(reject.SeqNo, reject.PossResend))
                {
                    handler.OnOrderAmendReject(in reject);
                }

                return true;
            case Template.MassCancelReport:
                ref readonly var mass = ref Frame.Body<MassCancelReport>(frame);
                if (Accept(mass.SeqNo, mass.PossResend))
                {
                    handler.OnMassCancel(in mass);
                }

                return true;
            case Template.AccountLockReport:
                ref readonly var changed = ref Frame.Body<AccountLockReport>(frame);
                if (Accept(changed.SeqNo, changed.PossResend))
                {
                    handler.OnAccountLock(in changed);
                }

                return true;
            default:
                return HandleMoney(template, frame);
        }
    }

    private bool HandleMoney(Template template, ReadOnlySpan<byte> frame)
    {
        switch (template)
        {
            case Template.BalanceReport:
                ref readonly var balance = ref Frame.Body<BalanceReport>(frame);
                if (Accept(balance.SeqNo, balance.PossResend))
                {
                    handler.OnBalance(in balance);
                }

                return true;
            case Template.PositionClosedReport:
                ref readonly var positionClosed = ref Frame.Body<PositionClosedReport>(frame);
                if (Accept(positionClosed.SeqNo, positionClosed.PossResend))
                {
                    handler.OnPositionClosed(in positionClosed);
                }

                return true;
            case Template.PositionSettledReport:
                ref readonly var positionSettled = ref Frame.Body<PositionSettledReport>(frame);
                if (Accept(positionSettled.SeqNo, positionSettled.PossResend))
                {
                    handler.OnPositionSettled(in positionSettled);
                }

                return true;
            default:
                return HandleMargin(template, frame);
        }
    }

    private bool HandleMargin(Template template, ReadOnlySpan<byte> frame)
    {
        switch (template)
        {
            case Template.MarginCallReport:
                ref readonly var marginCall = ref Frame.Body<MarginCallReport>(frame);
                if (Accept(marginCall.SeqNo, marginCall.PossResend))
                {
                    handler.OnMarginCall(in marginCall);
                }

                return true;
            case Template.LiquidationReport:
                ref readonly var liquidation = ref Frame.Body<LiquidationReport>(frame);
                if (Accept(liquidation.SeqNo, liquidation.PossResend))
                {
                    handler.OnLiquidation(in liquidation);
                }

                return true;
            case Template.PositionRankReport:
                ref readonly var positionRank = ref Frame.Body<PositionRankReport>(frame);
                if (Accept(positionRank.SeqNo, positionRank.PossResend))
                {
                    handler.OnPositionRank(in positionRank);
                }

                return true;
            case Template.MarginModeReport:
                ref readonly var marginMode = ref Frame.Body<MarginModeReport>(frame);
                if (Accept(marginMode.SeqNo, marginMode.PossResend))
                {
                    handler.OnMarginMode(in marginMode);
                }

                return true;
            case Template.WithdrawalReport:
                ref readonly var withdrawal = ref Frame.Body<WithdrawalReport>(frame);
                if (Accept(withdrawal.SeqNo, withdrawal.PossResend))
                {
                    handler.OnWithdrawal(in withdrawal);
                }

                return true;
            default:
                return HandleQuotes(template, frame);
        }
    }

    private SessionEnd? HandleSession(Template template, ReadOnlySpan<byte> frame)
    {
        switch (template)
        {
            case Template.Sequence:
                flow.Learn(Frame.Body<Sequence>(frame).NextSeqNo);
                return null;
            case Template.Retransmission:
                return flow.Begin(in Frame.Body<Retransmission>(frame))
                    ? null
                    : Over(SessionEndReason.ProtocolViolation, "the venue retransmits what was not asked for");
            case Template.RetransmitReject:
                return Over(
                    SessionEndReason.FlowLost,
                    $"retransmission refused: {Frame.Body<RetransmitReject>(frame).Reason}");
            case Template.Terminate:
                var reason = Frame.Body<Terminate>(frame).Reason;
                return new SessionEnd(
                    Closing ? SessionEndReason.Closed : SessionEndReason.TerminatedByVenue,
                    0,
                    reason,
                    $"terminated: {reason}");
            default:
                return Over(SessionEndReason.ProtocolViolation, $"the venue sent {template} in an established session");
        }
    }

    /// <summary>Number 0 stands outside the flow and is always delivered.</summary>
    private bool Accept(ulong seqNo, byte possResend) => seqNo == 0 || flow.Accept(seqNo, possResend != 0);

    private static SessionEnd Over(SessionEndReason reason, string detail) => new(reason, 0, null, detail);
}
