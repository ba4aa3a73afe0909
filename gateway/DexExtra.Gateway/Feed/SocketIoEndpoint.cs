using System.Buffers;
using DexExtra.Gateway.Rest;
using DexExtra.Messages;
using Microsoft.Net.Http.Headers;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// /socket.io/: the transports of Engine.IO 4, polling and WebSocket, and the way from one to the other. Speaks with
/// the stock client as it comes; refuses the rest with the protocol's own numbered errors.
/// </summary>
internal sealed class SocketIoEndpoint(FeedServices services, SocketIoSessions sessions)
{
    public const string Path = "/socket.io";

    private const string TextType = "text/plain; charset=UTF-8";

    public void Map(IEndpointRouteBuilder routes) => routes.Map(Path + "/", HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        if (!services.Origins.Allows(context.Request))
        {
            await RefuseAsync(context, SocketIoError.Forbidden);
            return;
        }

        services.Origins.Describe(context);
        var query = context.Request.Query;
        var sid = query.TryGetValue("sid", out var given) ? given.ToString() : null;
        SocketIoSession? session = null;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            Preflight(context);
        }
        else if (query["EIO"] != "4")
        {
            await RefuseAsync(context, SocketIoError.UnsupportedVersion);
        }
        else if (sid is not null && !sessions.TryFind(sid, out session))
        {
            await RefuseAsync(context, SocketIoError.UnknownSession);
        }
        else if (query["transport"] == "websocket")
        {
            await AcceptAsync(context, session);
        }
        else if (query["transport"] != "polling")
        {
            await RefuseAsync(context, SocketIoError.UnknownTransport);
        }
        else
        {
            await PollingAsync(context, session);
        }
    }

    private static void Preflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers[HeaderNames.AccessControlAllowMethods] = "GET, POST";
        context.Response.Headers[HeaderNames.AccessControlAllowHeaders] = "content-type";
    }

    private Task PollingAsync(HttpContext context, SocketIoSession? session)
    {
        if (session is { IsUpgraded: true })
        {
            return RefuseAsync(context, SocketIoError.BadRequest);
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            return session is null ? OpenAsync(context) : PollAsync(context, session);
        }

        return HttpMethods.IsPost(context.Request.Method) && session is not null
            ? PostAsync(context, session)
            : RefuseAsync(context, session is null ? SocketIoError.BadHandshakeMethod : SocketIoError.BadRequest);
    }

    private async Task OpenAsync(HttpContext context)
    {
        if (sessions.Open(context.Connection.RemoteIpAddress) is not { } session)
        {
            await Problem.Of(RejectReason.Overloaded).ExecuteAsync(context);
            return;
        }

        await AnswerAsync(context, SocketIoPackets.Handshake(session.Sid, canUpgrade: true));
    }

    /// <summary>Waits for something to send; two polls at once are against the protocol and end the session.</summary>
    private async Task PollAsync(HttpContext context, SocketIoSession session)
    {
        if (!await session.Reader.WaitAsync(0, context.RequestAborted))
        {
            sessions.End(session);
            await RefuseAsync(context, SocketIoError.BadRequest);
            return;
        }

        try
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, session.PollReleased, services.Stopping);
            var packets = await CollectAsync(session, waiting.Token);
            await AnswerAsync(context, packets);
        }
        finally
        {
            session.Reader.Release();
        }

        if (session.IsClosed)
        {
            sessions.End(session);
        }
    }

    /// <summary>
    /// What waits, up to a bound; a no-op when the wait was ended, the close packet when the session was.
    /// </summary>
    private static async Task<byte[]> CollectAsync(SocketIoSession session, CancellationToken waiting)
    {
        try
        {
            if (!await session.Outbox.WaitAsync(waiting))
            {
                return SocketIoPackets.CloseBytes;
            }
        }
        catch (OperationCanceledException) // released by an upgrade, given up by the client, or the gateway stops
        {
            return session.IsClosed ? SocketIoPackets.CloseBytes : SocketIoPackets.Noop;
        }

        var body = new ArrayBufferWriter<byte>(1024);
        while (body.WrittenCount < GatewayLimits.EnginePollBytes && session.Outbox.TryTake(out var message))
        {
            if (body.WrittenCount > 0)
            {
                body.Write([SocketIoPackets.Separator]);
            }

            body.Write(message.Packet);
        }

        return body.WrittenCount > 0 ? body.WrittenSpan.ToArray() : SocketIoPackets.CloseBytes;
    }

    private static async Task PostAsync(HttpContext context, SocketIoSession session)
    {
        var body = new byte[GatewayLimits.EnginePayloadBytes];
        var length = 0;
        int read;
        while ((read = await context.Request.Body.ReadAsync(body.AsMemory(length), context.RequestAborted)) > 0)
        {
            length += read;
        }

        if (length == 0)
        {
            await RefuseAsync(context, SocketIoError.BadRequest);
            return;
        }

        if (!HandleAll(session, body.AsSpan(0, length)))
        {
            // the poll that waits, or the next one, brings what was said last
            session.Outbox.Close(null);
            await RefuseAsync(context, SocketIoError.BadRequest);
            return;
        }

        await AnswerAsync(context, "ok"u8.ToArray());
    }

    private static bool HandleAll(SocketIoSession session, ReadOnlySpan<byte> body)
    {
        foreach (var range in body.Split(SocketIoPackets.Separator))
        {
            if (!session.Handle(body[range]))
            {
                return false;
            }
        }

        return true;
    }

    private async Task AcceptAsync(HttpContext context, SocketIoSession? upgrading)
    {
        if (!context.WebSockets.IsWebSocketRequest || upgrading is { IsUpgraded: true })
        {
            await RefuseAsync(context, SocketIoError.BadRequest);
            return;
        }

        var session = upgrading ?? sessions.Open(context.Connection.RemoteIpAddress);
        if (session is null)
        {
            await Problem.Of(RejectReason.Overloaded).ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new SocketIoSocket(socket, session, services);
        if (upgrading is null || await connection.TryUpgradeAsync())
        {
            try
            {
                await connection.ServeAsync(isNew: upgrading is null);
            }
            finally
            {
                sessions.End(session);
            }
        }
    }

    private static Task AnswerAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = TextType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Task RefuseAsync(HttpContext context, SocketIoError error)
    {
        var status = error == SocketIoError.Forbidden
            ? StatusCodes.Status403Forbidden
            : StatusCodes.Status400BadRequest;
        return Results.Json(new { code = (int)error, message = SocketIoErrors.Text(error) }, statusCode: status)
            .ExecuteAsync(context);
    }
}
