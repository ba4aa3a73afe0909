namespace DexExtra.Gateway.Rest;

/// <summary>How a request's path names an order: one of the two is 0.</summary>
internal readonly record struct OrderName(long OrderId, ulong ClientOrderId)
{
    public static Task<IResult> ById(string text, Func<OrderName, Task<IResult>> answer) =>
        RequestValue.TryUnsigned(text, long.MaxValue, out var id) && id > 0
            ? answer(new OrderName((long)id, 0))
            : Task.FromResult(Problem.Malformed("the order id is not a number"));

    public static Task<IResult> ByClientId(string text, Func<OrderName, Task<IResult>> answer) =>
        RequestValue.TryUnsigned(text, ulong.MaxValue - 1, out var id) && id > 0
            ? answer(new OrderName(0, id))
            : Task.FromResult(Problem.Malformed("the client order id is not a number"));

    public bool Matches(long orderId, ulong clientOrderId) =>
        OrderId != 0 ? OrderId == orderId : ClientOrderId == clientOrderId;
}
