import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord, SQSRecordAttributes } from "aws-lambda";

/** Messages as Lambda hands them to a function. */
export function queueEvent(messages: readonly Message[], queueArn: string, region: string): SQSEvent {
  const Records = messages.map((message): SQSRecord => {
    const record: SQSRecord = {
      messageId: message.MessageId ?? "",
      receiptHandle: message.ReceiptHandle ?? "",
      body: message.Body ?? "",
      // SQS gives all that it has when asked for "All", under the same names.
      attributes: { ...message.Attributes } as Partial<SQSRecordAttributes> as SQSRecordAttributes,
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)]),
      ),
      md5OfBody: message.MD5OfBody ?? "",
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: region,
    };
    if (message.MD5OfMessageAttributes !== undefined)
      record.md5OfMessageAttributes = message.MD5OfMessageAttributes;
    return record;
  });
  return { Records };
}

function attribute(value: MessageAttributeValue): SQSRecord["messageAttributes"][string] {
  const { DataType = "String", StringValue, BinaryValue } = value;
  return {
    ...(StringValue === undefined ? {} : { stringValue: StringValue }),
    ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
    stringListValues: [],
    binaryListValues: [],
    // A data type may carry a label of its own behind a dot, so the type is open.
    dataType: DataType as SQSRecord["messageAttributes"][string]["dataType"],
  };
}
