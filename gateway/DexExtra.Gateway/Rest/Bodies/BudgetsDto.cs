namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Budgets of the owner and of the address that asks.</summary>
internal sealed record BudgetsDto(BucketDto Orders, BucketDto Cancels, BucketDto Requests);
